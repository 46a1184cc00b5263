import type { Report } from "../result/event.ts";

/** Characters that JSON lets through and a terminal, or a reader of lines, may act upon. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/g;

/** Writes one event a line as JSON, for programs; the last one holds the result. */
export function jsonLines(write: (text: string) => void): Report {
  return (event) => write(`${JSON.stringify(event).replace(UNSAFE, escaped)}\n`);
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
