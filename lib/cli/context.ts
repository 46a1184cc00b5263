import type { Connection } from "../host/ssh/connection.ts";

/** A connection that is opened while a command loads. */
export interface Preconnection {
  /** Hands the connection over to the first caller that asks for its host. */
  take(host: string): Connection | undefined;
  /** Closes the connection if no caller has used it. */
  close(): Promise<void>;
}

/** Everything outside the process that a command reads or writes; `program.ts` provides it. */
export interface Context {
  readonly cwd: string;
  readonly env: (name: string) => string | undefined;
  /** Writes data, for programs. Escape sequences are removed. */
  readonly stdout: (text: string) => void;
  /** Writes text, for people. Escape sequences other than colours are removed. */
  readonly stderr: (text: string) => void;
  /** Writes text of the tool to standard error as it is: the live line of a terminal, and commands for a CI system. */
  readonly raw?: ((text: string) => void) | undefined;
  /** The terminal on standard error; undefined for files, pipes, and terminals without escape codes. */
  readonly terminal: { readonly columns: number; readonly colours: boolean } | undefined;
  /**
   * Asks a question on the terminal and returns the line that was typed; undefined at the end of input, or when cancelled.
   * Missing where there is no terminal to ask on.
   */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
  /** Whether standard input and output are a terminal: then a command on a host gets one too. */
  readonly tty: boolean;
  /** Fires when the user cancels; its reason is a `StopReason`. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** The tool's own checkout: repositories are also looked up in its `examples/` and beside it. Undefined in a package. */
  readonly toolkit: string | undefined;
  readonly version: string;
  /** The host's `E2E_HOME` and name in a native run; undefined on a workstation. */
  readonly native?: { readonly home: string; readonly host: string };
  /** The connection to the host of the command line, already being opened. */
  readonly preconnection?: Preconnection;
  /** Present for completions: the command does nothing but pass the possible values of its last argument. */
  readonly suggest?: (words: readonly string[]) => void;
  /**
   * Registers a text that is printed when the user leaves with a second Ctrl-C, such as what will clean up. Returns a
   * function that removes it again.
   */
  readonly onLeave: (farewell: () => string) => () => void;
}

/** A subcommand: runs with the arguments after its name and returns the exit code. Throws a UserError for mistakes of the user. */
export type Command = (args: readonly string[], context: Context) => Promise<number>;
