import { secretShapes } from "./secret_shapes.ts";

/** What is shown instead of a secret. */
export const MASK = "***";

/**
 * Masks secrets in text that comes in pieces. However the text is cut into pieces, what comes out is the same; only an end
 * that could still become a secret is held back. Secrets shorter than `minLength` characters are left alone: masking
 * every "a" hides nothing and destroys the log.
 */
export class Masker {
  readonly #byFirst: ReadonlyMap<string, readonly string[]>;
  readonly #longest: number;
  readonly #pattern: RegExp | undefined;
  #held = "";
  /** How much of what is held is under a mask that has been shown. */
  #covered = 0;

  constructor(secrets: Iterable<string>, minLength = 4) {
    const all = new Set([...secrets].flatMap(secretShapes).filter((shape) => shape.length >= minLength));
    const shapes = [...all].sort((a, b) => b.length - a.length);
    this.#byFirst = Map.groupBy(shapes, (shape) => shape.charAt(0));
    this.#longest = shapes[0]?.length ?? 0;
    const escaped = shapes.map((shape) => shape.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    this.#pattern = shapes.length === 0 ? undefined : new RegExp(escaped.join("|"), "g");
  }

  /** Takes a piece of text and gives what can be shown by now. */
  push(chunk: string): string {
    if (this.#pattern === undefined) return chunk;
    const text = this.#held + chunk;
    return this.#show(text, { cut: this.#possibleStart(text), pattern: this.#pattern });
  }

  /** Gives what was held back; the text ends here. */
  end(): string {
    if (this.#pattern === undefined) return "";
    return this.#show(this.#held, { cut: this.#held.length, pattern: this.#pattern });
  }

  /** Shows what begins before `cut`, and holds the rest. Secrets that overlap share one mask, so that no piece of one is seen. */
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

  /** Where the end of `text` begins that could still become a secret. */
  #possibleStart(text: string): number {
    for (let at = Math.max(0, text.length - this.#longest + 1); at < text.length; at++) {
      const length = text.length - at;
      const shapes = this.#byFirst.get(text.charAt(at)) ?? [];
      if (shapes.some((shape) => shape.length > length && shape.startsWith(text.slice(at)))) return at;
    }
    return text.length;
  }
}
