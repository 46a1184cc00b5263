/** What looks like a password in a URL; its parts are bounded, so that a line of a megabyte takes no time. */
const PASSWORD = /(:\/\/[^\s/:@"'<>]{0,256}):[^\s/?#"'<>]{1,256}@/g;
/** An end of text that could still become one. */
const BEGUN = /:(?:\/(?:\/[^\s/?#"'<>]{0,513})?)?$/;

/** Masks what looks like a password in a URL (`scheme://user:password@`), in text that comes in pieces. */
export class UrlMasker {
  #held = "";

  /** Takes a piece of text and gives what can be shown by now. */
  push(chunk: string): string {
    const text = this.#held + chunk;
    const end = text.slice(-520);
    const begun = BEGUN.exec(end);
    const cut = begun === null ? text.length : text.length - end.length + begun.index;
    this.#held = text.slice(cut);
    return text.slice(0, cut).replace(PASSWORD, "$1:***@");
  }

  /** Gives what was held back; the text ends here. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return rest.replace(PASSWORD, "$1:***@");
  }
}
