/** What is shown instead of a secret. */
const MASK = "***";

/** The shapes in which a secret appears in text: as it is, line by line, URL-encoded, JSON-encoded, base64-encoded. */
function shapes(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/=+$/, "");
  return [secret, ...secret.split(/\r?\n/), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64];
}

/**
 * Masks secrets in text that comes in pieces. Only an end that could still become a secret is held back. Secrets shorter
 * than `minLength` characters are left alone: masking every "a" hides nothing and destroys the log.
 */
export class Masker {
  readonly #secrets: readonly string[];
  readonly #pattern: RegExp | undefined;
  #held = "";

  constructor(secrets: Iterable<string>, minLength = 4) {
    const all = new Set([...secrets].flatMap(shapes).filter((shape) => shape.length >= minLength));
    this.#secrets = [...all].sort((a, b) => b.length - a.length);
    const escaped = this.#secrets.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    this.#pattern = escaped.length === 0 ? undefined : new RegExp(escaped.join("|"), "g");
  }

  /** Takes a piece of text and gives what can be shown by now. */
  push(chunk: string): string {
    if (this.#pattern === undefined) return chunk;
    const text = this.#held + chunk;
    let cut = this.#possibleStart(text), last = 0, shown = "";
    for (const match of text.matchAll(this.#pattern)) {
      if (match.index >= cut) break;
      shown += text.slice(last, match.index) + MASK;
      last = match.index + match[0].length;
      cut = Math.max(cut, last);
    }
    this.#held = text.slice(cut);
    return shown + text.slice(last, cut);
  }

  /** Gives what was held back; the text ends here. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return this.#pattern === undefined ? rest : rest.replace(this.#pattern, MASK);
  }

  /** Where the end of `text` begins that could still become a secret. */
  #possibleStart(text: string): number {
    const longest = this.#secrets[0]?.length ?? 0;
    for (let at = Math.max(0, text.length - longest + 1); at < text.length; at++) {
      const rest = text.slice(at);
      if (this.#secrets.some((secret) => secret.length > rest.length && secret.startsWith(rest))) return at;
    }
    return text.length;
  }
}
