import { decode, type Decoded, LOOKED_AT, plain, unfinishedFrom } from "./decode.ts";
import { MIN_LENGTH, secretShapes } from "./secret_shapes.ts";

const MASK = "***";

/** Returns whether a secret is long enough to be masked. */
export function isMaskable(secret: string): boolean {
  return secretShapes(secret).length > 0;
}

/** A secret that was found in a text. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Masks secrets in text that arrives in pieces, as they are and in the escapes that `decode()` undoes. The output does not
 * depend on where the text is cut: an end of a piece that could be the beginning of a secret is held back.
 */
export class Masker {
  /** What is looked for in the text itself, and in the decoded text. */
  readonly #asWritten: Shapes;
  readonly #decoded: Shapes;
  #held = "";
  /** The end of the text before `#held`. */
  #before = "";
  /** How many characters at the beginning of `#held` are covered by a mask that was already returned. */
  #covered = 0;

  constructor(secrets: Iterable<string>) {
    const shapes = [...secrets].flatMap(secretShapes);
    this.#asWritten = new Shapes(shapes);
    const decoded = shapes.flatMap((
      shape,
    ) => [plain(shape), ...[shape, plain(shape)].map((each) => decode(each).text)]);
    this.#decoded = new Shapes(decoded.filter((shape) => shape.trim() !== "")); // "++++" is no indentation
  }

  /** Adds a piece of text and returns the text that is safe to show. */
  push(chunk: string): string {
    if (this.#asWritten.isEmpty) return chunk;
    const text = this.#held + chunk, decoded = decode(text, this.#before), sure = decoded.outside(unfinishedFrom(text));
    const possible = decoded.startOf(this.#decoded.possibleStart(decoded.text.slice(0, decoded.indexOf(sure))));
    return this.#show(decoded, text, decoded.outside(Math.min(sure, possible, this.#asWritten.possibleStart(text))));
  }

  /** Ends the text and returns the part that was held back. */
  end(): string {
    return this.#show(decode(this.#held, this.#before), this.#held, this.#held.length);
  }

  /** Returns the masked text before `cut` and holds back the rest. Overlapping secrets share one mask. */
  #show(decoded: Decoded, text: string, cut: number): string {
    let shown = "", end = this.#covered;
    for (const { from, to } of this.#spans(decoded, text)) {
      if (from >= cut) break;
      if (from >= end) shown += text.slice(end, from) + MASK;
      end = Math.max(end, to);
    }
    this.#held = text.slice(cut);
    this.#before = (this.#before + text.slice(0, cut)).slice(-LOOKED_AT);
    this.#covered = Math.max(0, end - cut);
    return shown + text.slice(end, Math.max(end, cut));
  }

  #spans(decoded: Decoded, text: string): readonly Span[] {
    const escaped = this.#decoded.spans(decoded.text)
      .map(({ from, to }) => ({ from: decoded.startOf(from), to: decoded.endOf(to) }));
    return [...this.#asWritten.spans(text), ...escaped].sort((a, b) => a.from - b.from);
  }
}

/** The texts that are masked. */
class Shapes {
  readonly #byFirst: ReadonlyMap<string, readonly string[]>;
  readonly #longest: number;
  readonly #pattern: RegExp;

  constructor(shapes: readonly string[]) {
    const sorted = [...new Set(shapes.filter(({ length }) => length >= MIN_LENGTH))].sort((a, b) =>
      b.length - a.length
    );
    this.#byFirst = Map.groupBy(sorted, (shape) => shape.charAt(0));
    this.#longest = sorted[0]?.length ?? 0;
    this.#pattern = new RegExp(sorted.map((shape) => shape.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  }

  get isEmpty(): boolean {
    return this.#longest === 0;
  }

  /** Returns where the shapes are in a text, the longest at each place, in order. */
  spans(text: string): readonly Span[] {
    const found: Span[] = [];
    if (this.isEmpty) return found;
    this.#pattern.lastIndex = 0;
    for (let match = this.#pattern.exec(text); match !== null; match = this.#pattern.exec(text)) {
      found.push({ from: match.index, to: match.index + match[0].length });
      this.#pattern.lastIndex = match.index + 1;
    }
    return found;
  }

  /** Returns where the end of `text` starts that could be the beginning of a shape. */
  possibleStart(text: string): number {
    for (let at = Math.max(0, text.length - this.#longest + 1); at < text.length; at++) {
      const length = text.length - at;
      const shapes = this.#byFirst.get(text.charAt(at)) ?? [];
      if (shapes.some((shape) => shape.length > length && shape.startsWith(text.slice(at)))) return at;
    }
    return text.length;
  }
}
