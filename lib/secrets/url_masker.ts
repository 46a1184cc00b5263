/**
 * Matches what looks like a password in a URL. The lengths are limited, so that a very long line is still matched
 * quickly.
 */
const PASSWORD = /(:\/\/[^\s/:@"'<>]{0,256}):[^\s/?#"'<>]{1,256}@/g;
/** Matches an end of text that could be the beginning of such a password. */
const BEGINNING = /:(?:\/(?:\/[^\s/?#"'<>]{0,513})?)?$/;

/** Masks what looks like a password in a URL (`scheme://user:password@`), in text that arrives in pieces. */
export class UrlMasker {
  #held = "";

  /** Adds a piece of text and returns the text that is safe to show. */
  push(chunk: string): string {
    const text = this.#held + chunk;
    const end = text.slice(-520);
    const begun = BEGINNING.exec(end);
    const cut = begun === null ? text.length : text.length - end.length + begun.index;
    this.#held = text.slice(cut);
    return text.slice(0, cut).replace(PASSWORD, "$1:***@");
  }

  /** Ends the text and returns the part that was held back. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return rest.replace(PASSWORD, "$1:***@");
  }
}
