import { LineSplitter } from "../files/line_splitter.ts";
import type { Event, Report } from "../result/event.ts";
import { checkWords, type Verbosity, words } from "../result/words.ts";
import { colouredText, plainText } from "./clean_text.ts";
import { CLEAR_LINE, liveLine } from "./live_line.ts";

/** A screen that shows a run while it is in progress. */
export interface Screen {
  readonly report: Report;
  /** Removes the live line and stops updating it. */
  readonly close: () => void;
}

/** How a terminal shows a run. */
export interface TerminalOptions {
  readonly verbosity: Exclude<Verbosity, "quiet">;
  readonly columns: number;
  readonly colours: boolean;
}

/** The live line looks at this many characters of an unfinished line of output. */
const MAX_LOOKED_AT = 2_000;
const FRAME_MS = 100;

/**
 * Shows a run on a terminal. Events scroll by. Below them, one live line shows the current phase, its time and its last
 * output. It is only one line, so that nothing else has to be redrawn when output scrolls.
 */
export class TerminalScreen implements Screen {
  readonly #write: (text: string) => void;
  readonly #options: TerminalOptions;
  readonly #output = new LineSplitter();
  readonly #timer = setInterval(() => this.#nextFrame(), FRAME_MS);
  #phase: { readonly name: string; readonly sinceMs: number } | undefined;
  #last = "";
  /** The last restart of a service: more telling than the checks that wait for it. */
  #restart = "";
  #frame = 0;

  constructor(write: (text: string) => void, options: TerminalOptions) {
    this.#write = write;
    this.#options = options;
  }

  readonly report = (event: Event): void => {
    if (event.kind === "output") return this.#addOutput(event);
    const unfinished = this.#output.end();
    if (this.#showsOutput(this.#phase?.name)) this.#scroll(unfinished.map((line) => this.#cleaned(line)));
    if (event.kind === "check") this.#addCheck(event);
    if (event.kind === "phase-started") {
      this.#phase = { name: event.phase, sinceMs: performance.now() };
      this.#last = this.#restart = "";
    }
    if (event.kind === "phase-ended") this.#phase = undefined;
    const text = words(event);
    if (text !== undefined) this.#scroll([this.#options.colours ? paintMark(plainText(text)) : plainText(text)]);
  };

  readonly close = (): void => {
    clearInterval(this.#timer);
    if (this.#phase !== undefined) this.#write(CLEAR_LINE);
    this.#phase = undefined;
  };

  #addCheck(event: Extract<Event, { kind: "check" }>): void {
    const text = oneLine(checkWords(event));
    if (event.status === "restarted") this.#restart = text;
    this.#last = event.status === "restarted" || this.#restart === "" ? text : `${this.#restart}; ${text}`;
  }

  #addOutput({ phase, text }: Extract<Event, { kind: "output" }>): void {
    const lines = this.#output.push(text), { rest } = this.#output;
    const unfinished = rest.length < MAX_LOOKED_AT ? rest : text.slice(-MAX_LOOKED_AT);
    this.#last = oneLine(unfinished) || oneLine(lines.at(-1) ?? "") || this.#last;
    if (this.#showsOutput(phase)) this.#scroll(lines.map((line) => this.#cleaned(line)));
  }

  #showsOutput(phase: string | undefined): boolean {
    return phase === "test" || this.#options.verbosity === "verbose";
  }

  #cleaned(line: string): string {
    return this.#options.colours ? colouredText(line) : plainText(line);
  }

  /** Writes lines above the live line. */
  #scroll(lines: readonly string[]): void {
    if (lines.length > 0) this.#write(`${CLEAR_LINE}${lines.join("\n")}\n${this.#live()}`);
  }

  #nextFrame(): void {
    this.#frame++;
    if (this.#phase !== undefined) this.#write(this.#live());
  }

  #live(): string {
    if (this.#phase === undefined) return "";
    const { name, sinceMs } = this.#phase, { columns } = this.#options;
    const elapsedMs = performance.now() - sinceMs;
    return liveLine({ phase: name, elapsedMs, last: this.#last, frame: this.#frame, columns });
  }
}

function oneLine(text: string): string {
  return plainText(text.slice(-MAX_LOOKED_AT)).replaceAll("\t", " ").trim();
}

const COLOURS: ReadonlyMap<string, string> = new Map([
  ["✓", "\x1b[32m"],
  ["✗", "\x1b[31m"],
  ["!", "\x1b[33m"],
  ["·", "\x1b[2m"],
]);

/** Colours the mark at the beginning of a line. */
function paintMark(line: string): string {
  const mark = line.trimStart().charAt(0), colour = COLOURS.get(mark);
  return colour === undefined ? line : line.replace(mark, `${colour}${mark}\x1b[0m`);
}
