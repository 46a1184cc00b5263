import type { Report } from "../lifecycle/event.ts";

/** Writes one event a line as JSON, for programs; the last one holds the result. */
export function jsonLines(write: (text: string) => void): Report {
  return (event) => write(`${JSON.stringify(event)}\n`);
}
