import { stripVTControlCharacters } from "node:util";

// deno-lint-ignore no-control-regex -- control characters are what this file is about
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u2028\u2029]/g;
// deno-lint-ignore no-control-regex -- see above
const COLOURS = /\x1b\[[\d;:]*m/g;

/** A line of a program's output without escape sequences and control characters; of a progress bar its last state. */
export function plainText(line: string): string {
  return stripVTControlCharacters(lastState(line)).replace(CONTROLS, "");
}

/** The same with its colours, for a terminal: nothing in it moves the cursor, and a colour ends with the line. */
export function colouredText(line: string): string {
  const colours = [...lastState(line).matchAll(COLOURS)];
  if (colours.length === 0) return plainText(line);
  const parts = lastState(line).split(COLOURS).map(plainText);
  return `${parts.map((part, index) => part + (colours[index]?.[0] ?? "")).join("")}\x1b[0m`;
}

function lastState(line: string): string {
  const states = line.replace(/\r+$/, "").split("\r");
  return states.at(-1) ?? "";
}
