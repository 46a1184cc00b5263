import type { Argv, ExecOptions, ExecResult } from "./exec.ts";

/** Options of {@link Transport.push} and {@link Transport.pull}. */
export interface CopyOptions extends Pick<ExecOptions, "timeoutMs" | "signal"> {
  /** The files to copy, relative to the source, each followed by NUL; without it everything is copied. */
  readonly files?: string;
  /** A directory on the receiving side from which unchanged files are copied. Source: rsync(1), --copy-dest. */
  readonly copyDest?: string;
}

/**
 * The address on this machine, `address:port`, at which a port of the host can be reached, or ssh's result when it
 * cannot.
 */
export type Tunnel =
  | { readonly kind: "open"; readonly at: string }
  | { readonly kind: "not-open"; readonly result: ExecResult };

/** Runs commands on a host and copies files to and from it. Everything else is built on this. */
export interface Transport {
  /** The host's name: an ssh destination, or `local`. */
  readonly name: string;
  /** Runs a command on the host. */
  run(argv: Argv, options?: ExecOptions): Promise<ExecResult>;
  /**
   * Runs a command on the host with the user's own input and output, with `tty` at a terminal, until it ends or the signal
   * fires. Returns its exit code. Throws a UserError (`infra`) when the host cannot be reached.
   */
  interactive(argv: Argv, options: { readonly tty: boolean; readonly signal: AbortSignal }): Promise<number>;
  /**
   * Copies the content of the directory `from` on this machine into the directory `to` on the host. Prints rsync's
   * statistics.
   */
  push(from: string, to: string, options?: CopyOptions): Promise<ExecResult>;
  /** Copies the content of the directory `from` on the host into the directory `to` on this machine, without links. */
  pull(from: string, to: string, options?: CopyOptions): Promise<ExecResult>;
  /**
   * Forwards a port of 127.0.0.1 to `address:port` of the host while the connection is open; the port is `near` if that
   * is free.
   */
  tunnel(to: string, near: number): Promise<Tunnel>;
  /** Closes the connection, if there is one. */
  close(): Promise<void>;
}
