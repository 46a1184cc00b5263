import type { Event, Report } from "../result/event.ts";
import { colouredText, plainText } from "./clean_text.ts";
import { LineSplitter } from "../files/line_splitter.ts";
import { checkWords, time, type Verbosity, words } from "../result/words.ts";

/** A screen that is written to while a run goes on. */
export interface Screen {
  readonly report: Report;
  /** Takes the live line away; it does not come back. */
  readonly close: () => void;
}

/** How a screen looks. */
export interface ScreenOptions {
  readonly verbosity: Exclude<Verbosity, "quiet">;
  readonly columns: number;
  readonly colours: boolean;
}

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const CLEAR_LINE = "\r\x1b[K";
/** A terminal wraps no line between these: wide characters, and a window made smaller, cannot spill the live line. Source: DECAWM. */
const NO_WRAP = "\x1b[?7l", WRAP = "\x1b[?7h";
const COLOUR = { "✓": "\x1b[32m", "✗": "\x1b[31m", "!": "\x1b[33m", "·": "\x1b[2m" } as const;
/** As much of a line that has begun as the live line looks at. */
const LOOKED_AT = 2_000;

/**
 * Shows a run on a terminal: what has happened scrolls by, and below it one live line with the phase, how long it has been
 * going on, and the last thing heard. One line, so that nothing has to be drawn again when output scrolls.
 */
export function terminal(write: (text: string) => void, options: ScreenOptions): Screen {
  const { verbosity, colours } = options;
  const output = new LineSplitter();
  let phase: { readonly name: string; readonly sinceMs: number } | undefined, heard = "", frame = 0;
  const live = () => {
    if (phase === undefined) return "";
    const mark = SPINNER[frame % SPINNER.length];
    const line = `  ${mark} ${phase.name.padEnd(8)}${time(performance.now() - phase.sinceMs)}  ${heard}`;
    return `${CLEAR_LINE}${NO_WRAP}${[...line].slice(0, options.columns - 1).join("")}${WRAP}`;
  };
  const above = (lines: readonly string[]) => {
    if (lines.length > 0) write(`${CLEAR_LINE}${lines.join("\n")}\n${live()}`);
  };
  const timer = setInterval(() => {
    frame++;
    if (phase !== undefined) write(live());
  }, 100);

  const onOutput = (event: Extract<Event, { kind: "output" }>) => {
    const lines = output.push(event.text);
    const begun = output.rest.length < LOOKED_AT ? output.rest : event.text.slice(-LOOKED_AT);
    heard = oneLine(begun) || oneLine(lines.at(-1) ?? "") || heard;
    if (isShown(event.phase)) above(lines.map(shown));
  };
  const isShown = (name: string | undefined) => name === "test" || verbosity === "verbose";
  const shown = (line: string) => colours ? colouredText(line) : plainText(line);

  const report: Report = (event) => {
    if (event.kind === "output") return onOutput(event);
    const begun = output.end();
    if (isShown(phase?.name)) above(begun.map(shown));
    if (event.kind === "check") heard = oneLine(checkWords(event));
    if (event.kind === "phase-started") {
      phase = { name: event.phase, sinceMs: performance.now() };
      heard = "";
    }
    if (event.kind === "phase-ended") phase = undefined;
    const text = words(event);
    if (text !== undefined) above([colours ? paint(plainText(text)) : plainText(text)]);
  };
  const close = () => {
    clearInterval(timer);
    if (phase !== undefined) write(CLEAR_LINE);
    phase = undefined;
  };
  return { report, close };
}

function oneLine(text: string): string {
  return plainText(text.slice(-LOOKED_AT)).replaceAll("\t", " ").trim();
}

/** Colours the mark that a line begins with. */
function paint(line: string): string {
  const mark = line.trimStart()[0] as keyof typeof COLOUR | undefined;
  if (mark === undefined || !(mark in COLOUR)) return line;
  return line.replace(mark, `${COLOUR[mark]}${mark}\x1b[0m`);
}
