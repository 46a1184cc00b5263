import type { Connection } from "../host/ssh/connection.ts";

/** A connection that is being opened while the rest of a command is loaded. */
export interface Early {
  /** Hands it over, once, to whoever asks for its host. */
  take(host: string): Connection | undefined;
  /** Closes it when nobody took it. */
  close(): Promise<void>;
}

/** The world as a command sees it: everything outside that it reads or writes, handed in by `program.ts`. */
export interface Context {
  readonly cwd: string;
  readonly env: (name: string) => string | undefined;
  /** Data, for programs. */
  readonly stdout: (text: string) => void;
  /** Text, for people. */
  readonly stderr: (text: string) => void;
  /** The terminal that people's text goes to; undefined for files, pipes, and terminals that understand no escape codes. */
  readonly terminal: { readonly columns: number; readonly colours: boolean } | undefined;
  /**
   * Asks a question on the terminal and gives the answer's line; undefined when there is none: end of input, or cancelled.
   * Itself undefined where nobody can be asked.
   */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
  /** Standard input and output are a terminal: a command on a host may have one too. */
  readonly tty: boolean;
  /** Fires when the user cancels; its reason is a `Stop`. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** The toolkit's own checkout, whose `examples/` and neighbours are looked through; undefined when it is run from a package. */
  readonly toolkit: string | undefined;
  readonly version: string;
  /** Where a native run lives: its host's `E2E_HOME`, and the host's name; undefined on a workstation. */
  readonly native?: { readonly home: string; readonly host: string };
  /** The connection to the host that the command line names, which is being opened. */
  readonly early?: Early;
  /** Completions: a command does nothing but hand over what its last argument may be. */
  readonly suggest?: (words: readonly string[]) => void;
  /** Takes what gives the last words of somebody who leaves at a second Ctrl-C: what will clean up. Gives a function that takes them back. */
  readonly onLeave: (farewell: () => string) => () => void;
}

/** A subcommand: runs with the arguments behind its name and gives the exit code. Throws a UserError for the user's mistakes. */
export type Command = (args: readonly string[], context: Context) => Promise<number>;
