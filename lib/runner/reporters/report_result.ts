import { UserError } from "../../errors.ts";
import type { Outcome } from "../../result/outcome.ts";
import type { Context } from "../../cli/context.ts";
import { deliverResult } from "./deliver_result.ts";
import { pruneStored } from "./prune_stored.ts";
import { reportToGithub } from "./report_to_github.ts";
import type { EndedRun, FileReporter, Reporter, ReportOptions } from "./reporter.ts";
import { showVerdict } from "./show_verdict.ts";
import { writeHtml } from "./write_html.ts";
import { writeJunit } from "./write_junit.ts";

/** The reporters that write the files of a run, also of one that was interrupted. */
export const FILE_REPORTERS: readonly FileReporter[] = [writeJunit, writeHtml];

/** Everything that happens to the result of a run, in this order. A new reporter is a file here and a line in this list. */
const REPORTERS: readonly Reporter[] = [
  showVerdict,
  ...FILE_REPORTERS,
  reportToGithub,
  deliverResult,
  pruneStored,
];

/**
 * Runs all reporters, in order, and returns the outcome of the run. An error of one does not stop the others: a UserError
 * is printed; any other error is thrown at the end.
 */
export async function reportResult(
  run: EndedRun,
  options: ReportOptions,
  context: Context,
  reporters = REPORTERS,
): Promise<Outcome> {
  let { outcome } = run.result;
  const bugs: unknown[] = [];
  for (const report of reporters) {
    try {
      outcome = await report(run, context, options) ?? outcome;
    } catch (error) {
      if (error instanceof UserError) context.stderr(`${error.message}\n`);
      else bugs.push(error);
    }
  }
  if (bugs.length > 0) throw bugs[0];
  return outcome;
}
