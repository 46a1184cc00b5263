import type { Event, Report } from "../lifecycle/event.ts";
import { plainText } from "./clean_text.ts";
import { LineSplitter } from "./line_splitter.ts";
import { type Verbosity, words } from "./words.ts";

/**
 * Writes what happens as plain lines, without any escape code: for files, pipes and CI. The output of the tests is shown
 * as it is, that of other phases only when `verbose`; `quiet` shows nothing.
 */
export function plainLines(write: (text: string) => void, options: { readonly verbosity: Verbosity }): Report {
  const output = new LineSplitter();
  const line = (text: string) => write(`${plainText(text)}\n`);
  const isShown = (event: Extract<Event, { kind: "output" }>) =>
    event.phase === "test" || options.verbosity === "verbose";
  return (event) => {
    if (options.verbosity === "quiet") return;
    if (event.kind === "output") {
      if (isShown(event)) output.push(event.text).forEach(line);
      return;
    }
    output.end().forEach(line);
    const text = words(event);
    if (text !== undefined) text.split("\n").forEach(line);
  };
}
