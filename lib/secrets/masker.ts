import { secretShapes } from "./secret_shapes.ts";

const MASK = "***";

/**
 * Masks secrets in text that arrives in pieces. The output does not depend on where the text is cut: an end of a piece that
 * could be the beginning of a secret is held back. Secrets shorter than `minLength` characters are not masked, because
 * masking every "a" would make a log unreadable.
 */
export class Masker {
  readonly #byFirst: ReadonlyMap<string, readonly string[]>;
  readonly #longest: number;
  readonly #pattern: RegExp | undefined;
  #held = "";
  /** How many characters at the beginning of `#held` are covered by a mask that was already returned. */
  #covered = 0;

  constructor(secrets: Iterable<string>, minLength = 4) {
    const all = new Set([...secrets].flatMap(secretShapes).filter((shape) => shape.length >= minLength));
    const shapes = [...all].sort((a, b) => b.length - a.length);
    this.#byFirst = Map.groupBy(shapes, (shape) => shape.charAt(0));
    this.#longest = shapes[0]?.length ?? 0;
    const escaped = shapes.map((shape) => shape.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    this.#pattern = shapes.length === 0 ? undefined : new RegExp(escaped.join("|"), "g");
  }

  /** Adds a piece of text and returns the text that is safe to show. */
  push(chunk: string): string {
    if (this.#pattern === undefined) return chunk;
    const text = this.#held + chunk;
    return this.#show(text, { cut: this.#possibleStart(text), pattern: this.#pattern });
  }

  /** Ends the text and returns the part that was held back. */
  end(): string {
    if (this.#pattern === undefined) return "";
    return this.#show(this.#held, { cut: this.#held.length, pattern: this.#pattern });
  }

  /** Returns the masked text before `cut` and holds back the rest. Overlapping secrets share one mask. */
  #show(text: string, { cut, pattern }: { readonly cut: number; readonly pattern: RegExp }): string {
    let shown = "", end = this.#covered;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null && match.index < cut; match = pattern.exec(text)) {
      if (match.index >= end) shown += text.slice(end, match.index) + MASK;
      end = Math.max(end, match.index + match[0].length);
      pattern.lastIndex = match.index + 1;
    }
    this.#held = text.slice(cut);
    this.#covered = Math.max(0, end - cut);
    return shown + text.slice(end, Math.max(end, cut));
  }

  /** Returns where the end of `text` starts that could be the beginning of a secret. */
  #possibleStart(text: string): number {
    for (let at = Math.max(0, text.length - this.#longest + 1); at < text.length; at++) {
      const length = text.length - at;
      const shapes = this.#byFirst.get(text.charAt(at)) ?? [];
      if (shapes.some((shape) => shape.length > length && shape.startsWith(text.slice(at)))) return at;
    }
    return text.length;
  }
}
