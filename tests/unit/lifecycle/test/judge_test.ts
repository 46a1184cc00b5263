import assert from "node:assert/strict";
import { judge } from "../../../../lib/lifecycle/test/judge.ts";
import { failure, passed, type PhaseEnd } from "../../../../lib/result/phase.ts";
import type { NotRun } from "../../../../lib/lifecycle/test/not_run.ts";
import type { TestResults } from "../../../../lib/result/result.ts";

const PASSED = passed(undefined);
const FAILED = failure("failed", "The tests failed with exit code 1");
const NOT_FOUND = failure("no-tests", "The test command was not found (exit code 127)", { hint: "install it" });
const MISSING: NotRun = { what: '"pytest" was not found', hint: "install it", outcome: "no-tests" };
const TIMED_OUT = failure("timed-out", "The tests did not end");

const results = (tests: number, failed = 0, skipped = 0): TestResults => ({
  files: ["x.xml"],
  tests,
  failed,
  skipped,
  ms: 0,
  failures: [],
});

interface Row {
  readonly end: PhaseEnd<void>;
  readonly exitCode: number | null;
  readonly results: TestResults | null;
  readonly incomplete?: true;
  /** The command, or a part of it, was not found. */
  readonly notRun?: true;
  /** Some results could not be read. */
  readonly unread?: true;
  readonly expected: string;
  readonly evidence: "exit-code" | "results";
  readonly says?: string;
}

const ROWS: Readonly<Record<string, Row>> = {
  "all passed": { end: PASSED, exitCode: 0, results: results(3, 0, 1), expected: "passed", evidence: "results" },
  "no results and exit code 0": { end: PASSED, exitCode: 0, results: null, expected: "passed", evidence: "exit-code" },
  "no results and exit code 1": { end: FAILED, exitCode: 1, results: null, expected: "failed", evidence: "exit-code" },
  "failures and exit code 1": {
    end: FAILED,
    exitCode: 1,
    results: results(3, 1),
    expected: "failed",
    evidence: "results",
  },
  "no failures and exit code 1": {
    end: FAILED,
    exitCode: 1,
    results: results(3),
    expected: "failed",
    evidence: "results",
  },
  "failures and exit code 0": {
    end: PASSED,
    exitCode: 0,
    results: results(12, 2, 1),
    expected: "failed",
    evidence: "results",
    says: "exited with 0, but the test results show 2 failed of 11",
  },
  "no test and exit code 0": {
    end: PASSED,
    exitCode: 0,
    results: results(0),
    expected: "no-tests",
    evidence: "results",
    says: "(exit code 0): the test results contain no test",
  },
  "no test and exit code 5": {
    end: FAILED,
    exitCode: 5,
    results: results(0),
    expected: "no-tests",
    evidence: "results",
    says: "exit code 5",
  },
  "all skipped": {
    end: PASSED,
    exitCode: 0,
    results: results(3, 0, 3),
    expected: "no-tests",
    evidence: "results",
    says: "all tests were skipped, 3 of 3",
  },
  "all skipped, and a file that cannot be read": {
    end: PASSED,
    exitCode: 0,
    results: results(3, 0, 3),
    incomplete: true,
    expected: "passed",
    evidence: "exit-code",
  },
  "failures, and a file that cannot be read": {
    end: PASSED,
    exitCode: 0,
    results: results(3, 1),
    incomplete: true,
    expected: "failed",
    evidence: "results",
  },
  "no results, because they could not be looked at": {
    end: PASSED,
    exitCode: 0,
    results: null,
    unread: true,
    expected: "infra",
    evidence: "exit-code",
    says: "exit code 0 alone is not a verdict: out is closed",
  },
  "tests that passed, and some that could not be looked at": {
    end: PASSED,
    exitCode: 0,
    results: results(3),
    unread: true,
    expected: "infra",
    evidence: "results",
    says: "Not all test results could be read",
  },
  "tests that were skipped, and some that could not be looked at": {
    end: PASSED,
    exitCode: 0,
    results: results(3, 0, 3),
    unread: true,
    expected: "infra",
    evidence: "results",
  },
  "a failure, and some that could not be looked at": {
    end: PASSED,
    exitCode: 0,
    results: results(3, 1),
    unread: true,
    expected: "failed",
    evidence: "results",
  },
  "exit code 1, and results that could not be looked at": {
    end: FAILED,
    exitCode: 1,
    results: null,
    unread: true,
    expected: "failed",
    evidence: "exit-code",
  },
  "no command, and results that could not be looked at": {
    end: NOT_FOUND,
    exitCode: 127,
    results: null,
    unread: true,
    expected: "no-tests",
    evidence: "exit-code",
  },
  "no test and no command": {
    end: NOT_FOUND,
    exitCode: 127,
    results: results(0),
    expected: "no-tests",
    evidence: "results",
    says: "was not found",
  },
  "tests and exit code 127": {
    end: NOT_FOUND,
    exitCode: 127,
    results: results(3),
    notRun: true,
    expected: "failed",
    evidence: "results",
    says: '3 tests were executed, then test_command ended with exit code 127: "pytest" was not found',
  },
  "one test and exit code 127": {
    end: NOT_FOUND,
    exitCode: 127,
    results: results(1),
    notRun: true,
    expected: "failed",
    evidence: "results",
    says: "1 test was executed, then test_command ended",
  },
  "failed tests and exit code 127": {
    end: NOT_FOUND,
    exitCode: 127,
    results: results(3, 2),
    notRun: true,
    expected: "failed",
    evidence: "results",
    says: "2 of 3 tests failed, then test_command ended with exit code 127",
  },
  "tests, and a network that is out of reach after them": {
    end: failure("infra", "The tests could not be run"),
    exitCode: 127,
    results: results(3),
    notRun: true,
    expected: "failed",
    evidence: "results",
  },
  "no test, and a network that is out of reach": {
    end: failure("infra", "The tests could not be run"),
    exitCode: 127,
    results: results(0),
    notRun: true,
    expected: "infra",
    evidence: "results",
  },
  "a missing command after output, and no results": {
    end: FAILED,
    exitCode: 1,
    results: null,
    notRun: true,
    expected: "no-tests",
    evidence: "exit-code",
    says: 'The tests wrote no results: "pytest" was not found',
  },
  "a missing command after output, and no declared results": {
    end: FAILED,
    exitCode: 127,
    results: null,
    incomplete: true,
    notRun: true,
    expected: "failed",
    evidence: "exit-code",
  },
  "some tests before the limit": {
    end: TIMED_OUT,
    exitCode: null,
    results: results(3, 1),
    expected: "timed-out",
    evidence: "exit-code",
  },
  "no test before the limit": {
    end: TIMED_OUT,
    exitCode: null,
    results: results(0),
    expected: "timed-out",
    evidence: "exit-code",
  },
};

for (
  const [name, { end, exitCode, results, incomplete, unread, notRun, expected, evidence, says }] of Object.entries(ROWS)
) {
  Deno.test(`judge() returns "${expected}" for ${name}`, () => {
    const judged = judge(end, {
      results,
      exitCode,
      notRun: notRun && MISSING,
      complete: incomplete === undefined && unread === undefined,
      unread: unread && { what: "out is closed", hint: "look" },
    });
    const outcome = judged.end.kind === "failed" ? judged.end.outcome : "passed";
    assert.deepEqual([outcome, judged.evidence], [expected, evidence]);
    if (says !== undefined) assert.ok(judged.end.kind === "failed" && judged.end.message.includes(says));
  });
}
