import { failure, type PhaseEnd } from "../../result/phase.ts";
import type { TestResult, TestResults } from "../../result/result.ts";
import type { Shown } from "./test_results.ts";

/** What a test command's end and its results come to. */
export interface Judgement {
  readonly end: PhaseEnd<void>;
  readonly evidence: TestResult["evidence"];
}

/**
 * Judges the end of a test command, as its exit code tells it, by the results: without executed cases nothing was tested,
 * whatever the exit code; a case that failed is a failure, whatever the exit code. Results that could not be looked at may
 * hold a failure: then exit code 0 is no verdict. Where there is no verdict, or no results, or some that nothing can be told
 * from, the end stays as it is.
 */
export function judge(
  end: PhaseEnd<void>,
  { results, complete, unread, exitCode }: Shown & { readonly exitCode: number | null },
): Judgement {
  if (unread !== undefined && end.kind === "passed" && (results?.failed ?? 0) === 0) {
    return { end: noVerdict(unread), evidence: results === null ? "exit-code" : "results" };
  }
  if (results === null || exitCode === null) return { end, evidence: "exit-code" };
  const executed = results.tests - results.skipped;
  if (executed > 0) return { end: withExecuted(end, results, exitCode), evidence: "results" };
  if (!complete) return { end, evidence: "exit-code" };
  const isTold = end.kind === "failed" && end.outcome === "no-tests";
  return { end: isTold ? end : nothingExecuted(results, exitCode), evidence: "results" };
}

function noVerdict({ what, hint }: NonNullable<Shown["unread"]>): PhaseEnd<void> {
  return failure("infra", `Not all test results could be read, and exit code 0 alone is no verdict: ${what}`, { hint });
}

function nothingExecuted({ tests }: TestResults, exitCode: number): PhaseEnd<void> {
  const found = tests === 0 ? "the test results hold no test" : `all tests were skipped, ${tests} of ${tests}`;
  return failure("no-tests", `Nothing was tested (exit code ${exitCode}): ${found}`, {
    hint: "look at what test_command selects, and at why tests are skipped",
  });
}

function withExecuted(end: PhaseEnd<void>, { tests, failed, skipped }: TestResults, exitCode: number): PhaseEnd<void> {
  const executed = tests - skipped;
  if (end.kind === "passed") {
    if (failed === 0) return end;
    return failure("failed", `The test command exited 0, but the test results show ${failed} failed of ${executed}`, {
      hint: 'a pipe or "||" in test_command, or an option of the test runner, may hide its exit code',
    });
  }
  if (end.outcome !== "no-tests") return end;
  return failure("failed", `${executed} tests were executed, then test_command ended with exit code ${exitCode}`, {
    ...(end.hint === undefined ? {} : { hint: end.hint }),
  });
}
