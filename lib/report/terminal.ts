import type { Event, Report } from "../lifecycle/event.ts";
import { colouredText, plainText } from "./clean_text.ts";
import { LineSplitter } from "./line_splitter.ts";
import { checkWords, time, type Verbosity, words } from "./words.ts";

/** A screen that is written to while a run goes on. */
export interface Screen {
  readonly report: Report;
  /** Takes the live line away; nothing is written afterwards. */
  readonly close: () => void;
}

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const CLEAR_LINE = "\r\x1b[K";
const COLOUR = { "✓": "\x1b[32m", "✗": "\x1b[31m", "!": "\x1b[33m", "·": "\x1b[2m" } as const;

/**
 * Shows a run on a terminal: what has happened scrolls by, and below it one live line with the phase, how long it has been
 * going on, and the last thing heard. One line, so that nothing has to be drawn again when output scrolls.
 */
export function terminal(
  write: (text: string) => void,
  options: { readonly verbosity: Verbosity; readonly columns: number; readonly colours: boolean },
): Screen {
  const output = new LineSplitter();
  let phase: { readonly name: string; readonly sinceMs: number } | undefined, last = "", frame = 0;
  const colour = (line: string) => options.colours ? paint(line) : line;
  const above = (lines: readonly string[]) => lines.length > 0 && write(`${CLEAR_LINE}${lines.join("\n")}\n${live()}`);
  const live = () => {
    if (phase === undefined) return "";
    const text = `  ${SPINNER[frame % SPINNER.length]} ${phase.name.padEnd(8)}${
      time(performance.now() - phase.sinceMs)
    }  ${last}`;
    return CLEAR_LINE + [...text].slice(0, options.columns - 1).join("");
  };
  const timer = setInterval(() => {
    frame++;
    write(live());
  }, 100);

  const heard = (event: Extract<Event, { kind: "output" }>) => {
    const lines = output.push(event.text);
    last = plainText(output.rest || lines.at(-1) || last).trim();
    if (event.phase === "test" || options.verbosity === "verbose") {
      above(lines.map(options.colours ? colouredText : plainText));
    }
  };
  const report: Report = (event) => {
    if (event.kind === "output") return heard(event);
    if (phase?.name === "test" || options.verbosity === "verbose") above(output.end().map(plainText));
    output.end();
    if (event.kind === "phase-started") {
      phase = { name: event.phase, sinceMs: performance.now() };
      last = "";
    }
    if (event.kind === "phase-ended") phase = undefined;
    if (event.kind === "check") last = plainText(checkWords(event));
    const text = words(event);
    if (text !== undefined) above(text.split("\n").map((line) => colour(plainText(line))));
  };
  return {
    report,
    close: () => {
      clearInterval(timer);
      write(CLEAR_LINE);
    },
  };
}

/** Colours the mark that a line begins with. */
function paint(line: string): string {
  const mark = line.trimStart()[0] as keyof typeof COLOUR | undefined;
  if (mark === undefined || !(mark in COLOUR)) return line;
  return line.replace(mark, `${COLOUR[mark]}${mark}\x1b[0m`);
}
