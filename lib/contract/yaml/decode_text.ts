import type { Problem, ProblemText } from "../problem.ts";

type DecodedText =
  | {
    readonly kind: "text";
    readonly text: string;
    /** Makes a problem at an offset of the text. */
    readonly problemAt: (offset: number, path: string, text: ProblemText) => Problem;
  }
  | { readonly kind: "undecodable"; readonly problem: Problem };

const MAX_CHARACTERS = 256 * 1024;

/**
 * Decodes a file that has to be UTF-8 text of at most 262,144 characters, with or without a byte order mark. Returns the
 * text, or the problem that makes it unreadable.
 */
export function decodeText(source: string | Uint8Array, file: string): DecodedText {
  const text = (typeof source === "string" ? source : new TextDecoder().decode(source)).replace(/^\ufeff/, "");
  const problemAt = (offset: number, path: string, said: ProblemText): Problem => ({
    ...said,
    ...placeOf(text, offset),
    file,
    path,
  });
  const undecodable = (offset: number, message: string): DecodedText => ({
    kind: "undecodable",
    problem: problemAt(offset, "", { message, hint: `write ${file} as UTF-8 text` }),
  });
  if (text.length > MAX_CHARACTERS) {
    return undecodable(0, `expected at most ${MAX_CHARACTERS} characters, found ${text.length}`);
  }
  if (typeof source !== "string" && !isUtf8(source)) {
    return undecodable(Math.max(0, text.indexOf("\ufffd")), "expected UTF-8 text, found other bytes");
  }
  if (text.includes("\0")) return undecodable(text.indexOf("\0"), "expected text, found a NUL character");
  return { kind: "text", text, problemAt };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function placeOf(text: string, offset: number): Pick<Problem, "line" | "column" | "sourceLine"> {
  const at = Math.min(offset, text.length);
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", start);
  return {
    line: text.slice(0, start).split("\n").length,
    column: at - start + 1,
    sourceLine: text.slice(start, end < 0 ? undefined : end).replace(/\r$/, ""),
  };
}
