import { failure, type PhaseEnd } from "../../result/phase.ts";
import type { TestResult, TestResults } from "../../result/result.ts";
import type { ReadResults } from "./test_results.ts";

/** The end of the tests, and what it is based on. */
interface Judgement {
  readonly end: PhaseEnd<void>;
  readonly evidence: TestResult["evidence"];
}

/**
 * Judges the end of a test command by its exit code and the test results. If no case was executed, nothing was tested, whatever
 * the exit code. If a case failed, the tests failed, whatever the exit code. Results that could not be read may contain a
 * failure, so that exit code 0 is not a verdict. Without a verdict or without results, the end by exit code stays as it is.
 */
export function judge(
  end: PhaseEnd<void>,
  { results, complete, unread, exitCode }: ReadResults & { readonly exitCode: number | null },
): Judgement {
  if (unread !== undefined && end.kind === "passed" && (results?.failed ?? 0) === 0) {
    return { end: noVerdict(unread), evidence: results === null ? "exit-code" : "results" };
  }
  if (results === null || exitCode === null) return { end, evidence: "exit-code" };
  const executed = results.tests - results.skipped;
  if (executed > 0) return { end: withExecuted(end, results, exitCode), evidence: "results" };
  if (!complete) return { end, evidence: "exit-code" };
  const isKnown = end.kind === "failed" && end.outcome === "no-tests";
  return { end: isKnown ? end : nothingExecuted(results, exitCode), evidence: "results" };
}

function noVerdict({ what, hint }: NonNullable<ReadResults["unread"]>): PhaseEnd<void> {
  return failure("infra", `Not all test results could be read, and exit code 0 alone is not a verdict: ${what}`, {
    hint,
  });
}

function nothingExecuted({ tests }: TestResults, exitCode: number): PhaseEnd<void> {
  const found = tests === 0 ? "the test results contain no test" : `all tests were skipped, ${tests} of ${tests}`;
  return failure("no-tests", `Nothing was tested (exit code ${exitCode}): ${found}`, {
    hint: "check which tests test_command selects, and why tests are skipped",
  });
}

function withExecuted(end: PhaseEnd<void>, { tests, failed, skipped }: TestResults, exitCode: number): PhaseEnd<void> {
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
  if (end.outcome !== "no-tests") return end;
  return failure("failed", `${executed} tests were executed, then test_command ended with exit code ${exitCode}`, {
    hint: end.hint,
  });
}
