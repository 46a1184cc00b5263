import type { Report } from "../result/event.ts";

/** Characters that JSON allows and that a terminal, a line reader or a CI system could interpret: see `cleanOutput()`. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\p{DI}\p{Cf}]|(?<=#)#(?=[a-z]*\[)/giu;

/** Returns a value as one line of JSON, with a line end. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(UNSAFE, escaped)}\n`;
}

/** Returns a reporter that writes each event as one line of JSON. The last line holds the result. */
export function jsonLines(write: (text: string) => void): Report {
  return (event) => write(jsonLine(event));
}

const escaped = (characters: string) =>
  characters.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
