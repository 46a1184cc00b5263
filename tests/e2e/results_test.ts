import assert from "node:assert/strict";
import type { Outcome } from "../../lib/lifecycle/outcome.ts";
import { webRepository, World } from "./fixture.ts";

const suite = (...cases: readonly string[]) => `<testsuite name="shop">${cases.join("")}</testsuite>`;
const OK = '<testcase name="buys"/>';
const BAD = '<testcase name="pays"><failure message="no money"/></testcase>';
const SKIPPED = '<testcase name="later"><skipped/></testcase>';

/** A test command that writes a result file and ends with an exit code. */
const writes = (xml: string, code: number) => `mkdir -p out; echo '${xml}' > out/junit.xml; exit ${code}`;

interface Row {
  readonly name: string;
  readonly command: string;
  /** Results that are in the repository, with their time, in milliseconds from now. */
  readonly old?: { readonly xml: string; readonly ms: number };
  readonly outcome: Outcome;
  readonly code: number;
  readonly evidence: "exit-code" | "results";
  /** Tests, failed, skipped; null where nothing could be read. */
  readonly counts: readonly [number, number, number] | null;
  /** Texts that the screen must show. */
  readonly says: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: "tests pass and say so",
    command: writes(suite(OK, OK, SKIPPED), 0),
    outcome: "passed",
    code: 0,
    evidence: "results",
    counts: [3, 0, 1],
    says: ["3 tests, 0 failed, 1 skipped"],
  },
  {
    name: "tests fail and say which",
    command: writes(suite(OK, BAD), 1),
    outcome: "failed",
    code: 1,
    evidence: "results",
    counts: [2, 1, 0],
    says: ["exit code 1", "2 tests, 1 failed", "shop › pays: no money"],
  },
  {
    name: "the exit code hides a failed test",
    command: writes(suite(OK, BAD), 0),
    outcome: "failed",
    code: 1,
    evidence: "results",
    counts: [2, 1, 0],
    says: ["exited 0", "1 failed of 2", "shop › pays: no money"],
  },
  {
    name: "nothing is executed and the exit code is 0",
    command: writes(suite(SKIPPED), 0),
    outcome: "no-tests",
    code: 5,
    evidence: "results",
    counts: [1, 0, 1],
    says: ["Nothing was tested (exit code 0)", "all tests were skipped"],
  },
  {
    name: "nothing is executed and the exit code is 1",
    command: writes(suite(), 1),
    outcome: "no-tests",
    code: 5,
    evidence: "results",
    counts: [0, 0, 0],
    says: ["Nothing was tested (exit code 1)", "hold no test"],
  },
  {
    name: "the results are those of an earlier day, and the tests touch every file's mode",
    command: "echo tested; chmod -R a+rX .",
    old: { xml: suite(BAD), ms: -86_400_000 },
    outcome: "passed",
    code: 0,
    evidence: "exit-code",
    counts: null,
    says: ["test_results matched no file that these tests wrote"],
  },
  {
    name: "the results are earlier ones of a machine whose clock is ahead",
    command: "echo tested",
    old: { xml: suite(BAD), ms: 3_600_000 },
    outcome: "passed",
    code: 0,
    evidence: "exit-code",
    counts: null,
    says: ["test_results matched no file that these tests wrote"],
  },
  {
    name: "the results are cut in the middle",
    command: writes("<testsuite><testcase", 0),
    outcome: "passed",
    code: 0,
    evidence: "exit-code",
    counts: null,
    says: ["out/junit.xml cannot be read"],
  },
  {
    name: "the results are something else",
    command: writes("<coverage/>", 1),
    outcome: "failed",
    code: 1,
    evidence: "exit-code",
    counts: null,
    says: ["out/junit.xml is no JUnit XML", "exit code 1"],
  },
];

for (const { name, command, old, outcome, code, evidence, counts, says } of ROWS) {
  Deno.test(`e2e run tells "${outcome}" when ${name}`, async () => {
    await using world = new World();
    const files = webRepository({ test_command: command, test_results: ["out/*.xml"] });
    const repository = await world.repository({ ...files, ...old === undefined ? {} : { "out/junit.xml": old.xml } });
    if (old !== undefined) {
      const time = new Date(Date.now() + old.ms);
      await Deno.utime(`${repository}/out/junit.xml`, time, time);
    }
    const ended = await world.run([repository, "--host", "local"]);
    const { test, ...result } = await world.result();
    assert.deepEqual([result.outcome, ended.code, test?.evidence], [outcome, code, evidence], ended.stderr);
    const told = test?.results ?? null;
    assert.deepEqual(told === null ? null : [told.tests, told.failed, told.skipped], counts);
    for (const text of says) assert.ok(ended.stderr.includes(text), `"${text}" is not shown:\n${ended.stderr}`);
    const ends = result.phases.map(({ name, status }) => `${name} ${status}`);
    assert.ok(ends.includes(`test ${outcome === "passed" ? "passed" : "failed"}`), ends.join());
  });
}
