import { join } from "node:path";
import { messageOf } from "../../errors.ts";
import { writeWhole } from "../../files/write_whole.ts";
import { readRunView } from "../../report/html/run_view.ts";
import type { Result } from "../../result/result.ts";
import type { FileReporter } from "./reporter.ts";

/** Writes `report.html` into the run's directory, completely or not at all. Prints write errors, for example on a full disk. */
export const writeHtml: FileReporter = async ({ result, path }, { stderr }) => {
  const file = join(path, "report.html");
  try {
    writeWhole(file, await runPage(path, result));
  } catch (error) {
    stderr(`Cannot write to ${file}: ${messageOf(error)}\n`);
  }
};

/** Returns the HTML page of the run in directory `path`. */
export async function runPage(path: string, result: Result): Promise<string> {
  const { reportHtml } = await import("../../report/html/report_html.tsx");
  return reportHtml(readRunView(path, result));
}
