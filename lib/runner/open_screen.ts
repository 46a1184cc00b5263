import { LineSplitter } from "../files/line_splitter.ts";
import { jsonLines } from "../report/json_lines.ts";
import { plainLines } from "../report/plain_lines.ts";
import { type Screen, terminal } from "../report/terminal.ts";
import type { Context } from "../cli/context.ts";

/** How a run is shown. */
export interface ScreenOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** No other run is shown at the same time. */
  readonly alone: boolean;
}

/** The one screen that a run is shown on: JSON lines for programs, live phases on a terminal, plain lines elsewhere. */
export function openScreen(slug: string, options: ScreenOptions, context: Context): Screen {
  const close = () => {};
  if (options.json) return { report: jsonLines(context.stdout), close };
  const verbosity = options.quiet ? "quiet" : options.verbose ? "verbose" : "normal";
  if (context.terminal !== undefined && options.alone && verbosity !== "quiet") {
    return terminal(context.stderr, { verbosity, ...context.terminal });
  }
  const write = options.alone ? context.stderr : prefixed(`${slug} | `, context.stderr);
  return { report: plainLines(write, { verbosity }), close };
}

/** Writes whole lines with a prefix, for several runs at once. */
function prefixed(prefix: string, write: (text: string) => void): (text: string) => void {
  const lines = new LineSplitter();
  return (text) => lines.push(text).forEach((line) => write(`${prefix}${line}\n`));
}
