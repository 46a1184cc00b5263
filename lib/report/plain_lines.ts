import type { Report } from "../result/event.ts";
import { plainText } from "./clean_text.ts";
import { LineSplitter } from "../files/line_splitter.ts";
import { type Verbosity, words } from "../result/words.ts";

/**
 * Writes what happens as plain lines, without any escape code: for files, pipes and CI. The output of the tests is shown
 * as it is, that of other phases only when `verbose`; `quiet` shows nothing.
 */
export function plainLines(write: (text: string) => void, options: { readonly verbosity: Verbosity }): Report {
  const { verbosity } = options;
  if (verbosity === "quiet") return () => {};
  const output = new LineSplitter();
  const show = (lines: readonly string[]) => lines.forEach((line) => write(`${plainText(line)}\n`));
  return (event) => {
    if (event.kind === "output") {
      if (event.phase === "test" || verbosity === "verbose") show(output.push(event.text));
      return;
    }
    show([...output.end(), words(event) ?? []].flat());
  };
}
