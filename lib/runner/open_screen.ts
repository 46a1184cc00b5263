import { LineSplitter } from "../files/line_splitter.ts";
import { jsonLines } from "../report/json_lines.ts";
import { plainLines } from "../report/plain_lines.ts";
import { type Screen, TerminalScreen } from "../report/terminal.ts";
import type { Context } from "../cli/context.ts";

/** How a run is shown. */
export interface ShowOptions {
  readonly json: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** Whether no other run is shown at the same time. */
  readonly alone: boolean;
}

/** Opens the screen of a run: JSON lines with `--json`, live phases on a terminal, plain lines elsewhere. */
export function openScreen(slug: string, options: ShowOptions, context: Context): Screen {
  const close = () => {};
  if (options.json) return { report: jsonLines(context.stdout), close };
  const verbosity = options.quiet ? "quiet" : options.verbose ? "verbose" : "normal";
  if (context.terminal !== undefined && options.alone && verbosity !== "quiet") {
    return new TerminalScreen(context.raw ?? context.stderr, { verbosity, ...context.terminal });
  }
  const write = options.alone ? context.stderr : prefixed(`${slug} | `, context.stderr);
  return { report: plainLines(write, { verbosity }), close };
}

/** Returns a function that writes whole lines with a prefix, for several runs at once. */
export function prefixed(prefix: string, write: (text: string) => void): (text: string) => void {
  const lines = new LineSplitter();
  return (text) => lines.push(text).forEach((line) => write(`${prefix}${line}\n`));
}
