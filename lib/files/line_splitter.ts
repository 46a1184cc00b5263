/** The longest line that is waited for; a longer one is handed on in pieces. */
const LONGEST = 1_000_000;

/** Turns pieces of text into whole lines. */
export class LineSplitter {
  #rest = "";

  /** Takes a piece; gives the lines that are whole by now. */
  push(text: string): readonly string[] {
    const [first = "", ...lines] = text.split("\n");
    lines.unshift(this.#rest + first);
    this.#rest = lines.pop() ?? "";
    return this.#rest.length > LONGEST ? [...lines, ...this.end()] : lines;
  }

  /** The line that has begun. */
  get rest(): string {
    return this.#rest;
  }

  /** Gives the line that has begun, if any: the text ends here. */
  end(): readonly string[] {
    const rest = this.#rest;
    this.#rest = "";
    return rest === "" ? [] : [rest];
  }
}
