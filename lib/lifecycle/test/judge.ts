import { failure, type PhaseEnd } from "../../result/phase.ts";
import type { TestResult, TestResults } from "../../result/result.ts";
import { count } from "../../result/words.ts";
import type { ReadResults } from "./test_results.ts";
import type { NotRun } from "./not_run.ts";

/** The end of the tests, and what it is based on. */
interface Judgement {
  readonly end: PhaseEnd<void>;
  readonly evidence: TestResult["evidence"];
}

/** How the test command ended. */
interface Ended {
  /** Null when there is no verdict. */
  readonly exitCode: number | null;
  /** Why it, or a command in it, could not be run. */
  readonly notRun?: NotRun | undefined;
}

/**
 * Judges the end of a test command by its exit code and the test results. If no case was executed, nothing was tested, whatever
 * the exit code. If a case failed, the tests failed, whatever the exit code. Results that could not be read may contain a
 * failure, so that exit code 0 is not a verdict. Without a verdict or without results, the end by exit code stays as it is.
 */
export function judge(
  end: PhaseEnd<void>,
  { results, complete, unread, exitCode, notRun }: ReadResults & Ended,
): Judgement {
  if (unread !== undefined && end.kind === "passed" && (results?.failed ?? 0) === 0) {
    return { end: noVerdict(unread), evidence: results === null ? "exit-code" : "results" };
  }
  if (exitCode === null) return { end, evidence: "exit-code" };
  if (results === null) return { end: complete ? withoutResults(end, notRun) : end, evidence: "exit-code" };
  const executed = results.tests - results.skipped;
  if (executed > 0) return { end: withExecuted(end, results, { exitCode, notRun }), evidence: "results" };
  if (!complete) return { end, evidence: "exit-code" };
  const isKnown = end.kind === "failed" && (end.outcome === "no-tests" || end.outcome === "infra");
  return { end: isKnown ? end : nothingExecuted(results, exitCode), evidence: "results" };
}

function noVerdict({ what, hint }: NonNullable<ReadResults["unread"]>): PhaseEnd<void> {
  return failure("infra", `Not all test results could be read, and exit code 0 alone is not a verdict: ${what}`, {
    hint,
  });
}

/** The tests declared results and wrote none. If they could not be run, nothing was tested, whatever they printed before. */
function withoutResults(end: PhaseEnd<void>, notRun: NotRun | undefined): PhaseEnd<void> {
  if (end.kind === "passed" || end.outcome !== "failed" || notRun === undefined) return end;
  return failure("no-tests", `The tests wrote no results: ${notRun.what}`, { hint: notRun.hint });
}

function nothingExecuted({ tests }: TestResults, exitCode: number): PhaseEnd<void> {
  const found = tests === 0 ? "the test results contain no test" : `all tests were skipped, ${tests} of ${tests}`;
  return failure("no-tests", `Nothing was tested (exit code ${exitCode}): ${found}`, {
    hint: "check which tests test_command selects, and why tests are skipped",
  });
}

function withExecuted(
  end: PhaseEnd<void>,
  { tests, failed, skipped }: TestResults,
  { exitCode, notRun }: Ended,
): PhaseEnd<void> {
  const executed = tests - skipped;
  if (end.kind === "passed") {
    if (failed === 0) return end;
    return failure(
      "failed",
      `The test command exited with 0, but the test results show ${failed} failed of ${executed}`,
      {
        hint: 'a pipe or "||" in test_command, or an option of the test runner, may hide its exit code',
      },
    );
  }
  if (notRun === undefined || !["failed", "no-tests", "infra"].includes(end.outcome)) return end;
  const found = failed === 0
    ? `${count(executed, "test was", "tests were")} executed`
    : `${failed} of ${count(executed, "test", "tests")} failed`;
  return failure("failed", `${found}, then test_command ended with exit code ${exitCode}: ${notRun.what}`, {
    hint: notRun.hint,
  });
}
