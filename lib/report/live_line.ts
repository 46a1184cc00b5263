import { time } from "../result/words.ts";

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/**
 * Line wrap is off while the live line is written, so that wide characters or a smaller window cannot spread it over
 * two lines. Source: DECAWM.
 */
const NO_WRAP = "\x1b[?7l", WRAP = "\x1b[?7h";

/** The escape code that clears the current line. */
export const CLEAR_LINE = "\r\x1b[K";

interface LiveLineOptions {
  readonly phase: string;
  readonly elapsedMs: number;
  /** The last output of the phase. */
  readonly last: string;
  /** The number of the spinner's frame. */
  readonly frame: number;
  readonly columns: number;
}

/**
 * Returns the line at the bottom of the screen, which is rewritten while a phase runs: spinner, phase, time, last
 * output.
 */
export function liveLine({ phase, elapsedMs, last, frame, columns }: LiveLineOptions): string {
  const line = `  ${SPINNER[frame % SPINNER.length]} ${phase.padEnd(8)}${time(elapsedMs)}  ${last}`;
  return `${CLEAR_LINE}${NO_WRAP}${[...line].slice(0, columns - 1).join("")}${WRAP}`;
}
