import { LineSplitter } from "../files/line_splitter.ts";
import type { Report } from "../result/event.ts";
import { type Verbosity, words } from "../result/words.ts";
import { plainText } from "./clean_text.ts";

/**
 * Returns a reporter that writes events as plain lines without escape codes, for files, pipes and CI. It always writes the
 * output of the tests, and the output of other phases only when `verbose`; `quiet` writes nothing.
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
