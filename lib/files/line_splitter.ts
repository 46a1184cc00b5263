/** The longest incomplete line that is buffered, in characters; a longer one is returned in pieces. */
const LONGEST = 1_000_000;

/** Splits text that arrives in chunks into lines. */
export class LineSplitter {
  #rest = "";

  /** Adds a chunk. Returns the lines that are complete now. */
  push(text: string): readonly string[] {
    const [first = "", ...lines] = text.split("\n");
    lines.unshift(this.#rest + first);
    this.#rest = lines.pop() ?? "";
    return this.#rest.length > LONGEST ? [...lines, ...this.end()] : lines;
  }

  /** The incomplete last line. */
  get rest(): string {
    return this.#rest;
  }

  /** Ends the text. Returns the incomplete last line, if there is one. */
  end(): readonly string[] {
    const rest = this.#rest;
    this.#rest = "";
    return rest === "" ? [] : [rest];
  }
}
