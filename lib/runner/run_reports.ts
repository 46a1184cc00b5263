import { join } from "node:path";
import type { JunitSuite } from "../result/junit.ts";
import type { Result } from "../result/result.ts";
import { storedSuites } from "../lifecycle/test/test_results.ts";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { annotations, stepSummary } from "../report/github.ts";
import { readRunView } from "../report/html/run_view.ts";
import { junitXml } from "../report/junit_xml.ts";
import { writeWhole } from "../files/write_whole.ts";
import type { Context } from "../cli/context.ts";

/** A step's summary may have 1 MiB, all runs of the step together. Source: GitHub's "Workflow commands", job summaries. */
const MAX_SUMMARY_BYTES = 1_048_576;

/**
 * Writes what others read of a run that has ended: `junit.xml` and `report.html` in its directory, and in GitHub Actions the
 * step's summary and annotations. The secrets are masked already; a disk that takes no more breaks nothing.
 */
export async function writeReports(
  result: Result,
  { path, context }: { readonly path: string; readonly context: Context },
): Promise<void> {
  const results = result.test?.results ?? null;
  const own = results === null ? [] : await storedSuites(results, path);
  const onError = (message: string) => context.stderr(`${message}\n`);
  await writePages(result, { path, own, onError });
  if (context.env("GITHUB_ACTIONS") !== "true") return;
  context.stderr(annotations(result)); // the runner reads them here too, and standard output is data
  const summary = context.env("GITHUB_STEP_SUMMARY") ?? "";
  if (summary !== "") reportWriteErrors(summary, onError)(() => append(summary, stepSummary(result)));
}

/** Writes `junit.xml` and `report.html`, each whole or not at all, into the run's directory `path`. */
export async function writePages(
  result: Result,
  { path, own, onError }: {
    readonly path: string;
    readonly own: readonly JunitSuite[];
    readonly onError: (message: string) => void;
  },
): Promise<void> {
  const junit = join(path, "junit.xml"), report = join(path, "report.html");
  reportWriteErrors(junit, onError)(() => writeWhole(junit, junitXml(result, own)));
  try {
    writeWhole(report, await reportOf(path, result));
  } catch (error) {
    onError(`Cannot write to ${report}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The page of the run in directory `path`. */
export async function reportOf(path: string, result: Result): Promise<string> {
  const { reportHtml } = await import("../report/html/report_html.tsx");
  return reportHtml(readRunView(path, result));
}

function append(path: string, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const { size } = Deno.statSync(path);
  if (size + bytes.length >= MAX_SUMMARY_BYTES) throw new Error("a step's summary holds no more");
  Deno.writeFileSync(path, bytes, { append: true });
}
