import type { Argv, ExecOptions, ExecResult } from "./exec.ts";

/** Options of {@link Transport.push} and {@link Transport.pull}. */
export interface CopyOptions extends Pick<ExecOptions, "timeoutMs" | "signal"> {
  /** Which files, relative to the source and separated by NUL; without it everything. */
  readonly files?: string;
  /** A directory on the receiving side to take unchanged files from. Source: rsync(1), --copy-dest. */
  readonly copyDest?: string;
}

/** Where something of the host can be reached from here, `address:port`, or what ssh said instead. */
export type Tunnel = { readonly kind: "open"; readonly at: string } | {
  readonly kind: "not-open";
  readonly result: ExecResult;
};

/** A way to run things on a host. Everything else is built from these. */
export interface Transport {
  /** The host as people call it: an ssh destination, or `local`. */
  readonly name: string;
  /** Runs a command on the host. */
  run(argv: Argv, options?: ExecOptions): Promise<ExecResult>;
  /**
   * Runs a command on the host with the user's own input and output, with `tty` at a terminal, until it ends or the signal
   * fires; gives its exit code. Throws a UserError (`infra`) when the host cannot be reached.
   */
  interactive(argv: Argv, options: { readonly tty: boolean; readonly signal: AbortSignal }): Promise<number>;
  /** Copies what is in the directory `from`, here, into the directory `to` on the host. Prints rsync's statistics. */
  push(from: string, to: string, options?: CopyOptions): Promise<ExecResult>;
  /** Copies what is in the directory `from` on the host into the directory `to`, here; links are left out. */
  pull(from: string, to: string, options?: CopyOptions): Promise<ExecResult>;
  /** Makes `address:port` of the host reachable on 127.0.0.1, at the port `near` where that is free, for as long as the connection is there. */
  tunnel(to: string, near: number): Promise<Tunnel>;
  /** Ends the connection, where there is one. */
  close(): Promise<void>;
}
