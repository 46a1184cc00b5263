import { reportWriteErrors } from "../../files/report_write_errors.ts";
import { annotations, stepSummary } from "../../report/github.ts";
import type { Context } from "../../cli/context.ts";
import type { EndedRun } from "./reporter.ts";

/** A step's summary may have 1 MiB, all runs of the step together. Source: GitHub's "Workflow commands", job summaries. */
const MAX_SUMMARY_BYTES = 1_048_576;

/** In GitHub Actions, prints annotations and appends to the step's summary. */
export function reportToGithub({ result }: EndedRun, { env, stderr, raw = stderr }: Context): void {
  if (env("GITHUB_ACTIONS") !== "true") return;
  raw(annotations(result)); // the Actions runner reads them on standard error too; standard output is for data
  const summary = env("GITHUB_STEP_SUMMARY") ?? "";
  if (summary === "") return;
  reportWriteErrors(summary, (message) => stderr(`${message}\n`))(() => append(summary, stepSummary(result)));
}

function append(path: string, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const { size } = Deno.statSync(path);
  if (size + bytes.length >= MAX_SUMMARY_BYTES) throw new Error("the step's summary is full (1 MiB)");
  Deno.writeFileSync(path, bytes, { append: true });
}
