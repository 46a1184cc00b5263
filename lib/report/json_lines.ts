import type { Report } from "../result/event.ts";

/** Characters that JSON allows and that a terminal or a line reader could interpret. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/g;

/** Returns a reporter that writes each event as one line of JSON. The last line holds the result. */
export function jsonLines(write: (text: string) => void): Report {
  return (event) => write(`${JSON.stringify(event).replace(UNSAFE, escaped)}\n`);
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
