import assert from "node:assert/strict";
import { readJunit } from "../../../lib/result/junit.ts";
import type { Outcome } from "../../../lib/result/outcome.ts";
import { startSshd } from "../../../tools/lab/sshd.ts";
import { webRepository, World } from "../fixture.ts";

const suite = (...cases: readonly string[]) => `<testsuite name="shop">${cases.join("")}</testsuite>`;
const OK = '<testcase name="buys"/>';
const BAD = '<testcase name="pays"><failure message="no money"/></testcase>';
const SKIPPED = '<testcase name="later"><skipped/></testcase>';

/** A test command that writes a result file and ends with an exit code. */
const writes = (xml: string, code: number) => `mkdir -p out; echo '${xml}' > out/junit.xml; exit ${code}`;

interface Row {
  readonly name: string;
  readonly command: string;
  /** Results in the repository, with their time in milliseconds relative to now. */
  readonly old?: { readonly xml: string; readonly ms: number };
  readonly outcome: Outcome;
  readonly code: number;
  readonly evidence: "exit-code" | "results";
  /** Tests, failed, skipped; null when nothing could be read. */
  readonly counts: readonly [number, number, number] | null;
  /** Texts that the screen must show. */
  readonly says: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: "the tests and their results pass",
    command: writes(suite(OK, OK, SKIPPED), 0),
    outcome: "passed",
    code: 0,
    evidence: "results",
    counts: [3, 0, 1],
    says: ["3 tests, 0 failed, 1 skipped"],
  },
  {
    name: "the tests and their results fail",
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
    says: ["exited with 0", "1 failed of 2", "shop › pays: no money"],
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
    says: ["Nothing was tested (exit code 1)", "contain no test"],
  },
  {
    name: "a suite could not be loaded",
    command: writes('<testsuite name="shop" tests="0" errors="1"><system-err>no module x</system-err></testsuite>', 1),
    outcome: "failed",
    code: 1,
    evidence: "results",
    counts: [1, 1, 0],
    says: ["exit code 1", "1 test, 1 failed", "shop: no module x"],
  },
  {
    name: "the program of the tests is missing after another program, and there are no results",
    command: "sort /dev/null; python3 -m pytestx",
    outcome: "no-tests",
    code: 5,
    evidence: "exit-code",
    counts: null,
    says: ['The tests wrote no results: Python has no module "pytestx"'],
  },
  {
    name: "the results are a day old, and the tests change the mode of every file",
    command: "echo tested; chmod -R a+rX .",
    old: { xml: suite(BAD), ms: -86_400_000 },
    outcome: "passed",
    code: 0,
    evidence: "exit-code",
    counts: null,
    says: ["The tests wrote no file that matches test_results (out/*.xml)"],
  },
  {
    name: "the results are older but come from a machine whose clock is ahead",
    command: "echo tested",
    old: { xml: suite(BAD), ms: 3_600_000 },
    outcome: "passed",
    code: 0,
    evidence: "exit-code",
    counts: null,
    says: ["The tests wrote no file that matches test_results (out/*.xml)"],
  },
  {
    name: "the results are truncated",
    command: writes("<testsuite><testcase", 0),
    outcome: "passed",
    code: 0,
    evidence: "exit-code",
    counts: null,
    says: ["Cannot read out/junit.xml"],
  },
  {
    name: "the results are not JUnit XML",
    command: writes("<coverage/>", 1),
    outcome: "failed",
    code: 1,
    evidence: "exit-code",
    counts: null,
    says: ["out/junit.xml is not JUnit XML", "exit code 1"],
  },
];

/** The status of the test phase in `junit.xml`. */
const JUNIT_STATUS: { readonly [K in Outcome]?: string } = { passed: "passed", failed: "failed", "no-tests": "error" };

for (const { name, command, old, outcome, code, evidence, counts, says } of ROWS) {
  Deno.test(`e2e run ends with "${outcome}" when ${name}`, async () => {
    await using world = new World();
    const files = webRepository({ test_command: command, test_results: ["out/*.xml"] });
    const repository = await world.repository({ ...files, ...old === undefined ? {} : { "out/junit.xml": old.xml } });
    if (old !== undefined) {
      const time = new Date(Date.now() + old.ms);
      await Deno.utime(`${repository}/out/junit.xml`, time, time);
    }
    const ended = await world.run([repository, "--host", "local"]);
    const { test, ...result } = await world.result();
    const results = test?.results ?? null;
    assert.deepEqual([result.outcome, ended.code, test?.evidence], [outcome, code, evidence], ended.stderr);
    assert.deepEqual(results === null ? null : [results.tests, results.failed, results.skipped], counts);
    for (const text of says) assert.ok(ended.stderr.includes(text), `"${text}" is not shown:\n${ended.stderr}`);
    const ends = result.phases.map(({ name, status }) => `${name} ${status}`);
    assert.ok(ends.includes(`test ${outcome === "passed" ? "passed" : "failed"}`), ends.join());
    const junit = await readJunit(await Deno.readTextFile(`${world.state}/e2e/runs/${result.run_id}/junit.xml`));
    const suites = junit.kind === "junit" ? junit.suites : [];
    assert.deepEqual(suites.map(({ name }) => name), ["e2e-lifecycle", ...(results?.tests ? ["shop"] : [])]);
    assert.equal(suites[0]?.cases.find(({ name }) => name === "test")?.status, JUNIT_STATUS[outcome]);
  });
}

Deno.test("e2e run reads the results of tests on another machine", async () => {
  await using world = new World();
  await using sshd = await startSshd();
  const files = webRepository({ test_command: writes(suite(OK, BAD), 0), test_results: ["out/*.xml"] });
  const { code, stderr } = await world.run([await world.repository(files), "--host", sshd.host]);
  assert.deepEqual([code, stderr.includes("shop › pays: no money")], [1, true], stderr);
});

Deno.test("e2e run reports its failure to GitHub Actions on standard error only", async () => {
  await using world = new World();
  const files = webRepository({ test_command: writes(suite(OK, BAD), 1), test_results: ["out/*.xml"] });
  const summary = `${world.root}/summary.md`;
  await Deno.writeTextFile(summary, "before\n");
  const ended = await world.run([await world.repository(files), "--host", "local", "--json"], {
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: summary,
  });
  assert.deepEqual(ended.stderr.split("\n"), [
    "::error title=e2e web%3A failed in test::The tests failed with exit code 1",
    "::error title=e2e web%3A shop › pays::no money",
    "",
  ]);
  for (const line of ended.stdout.trimEnd().split("\n")) JSON.parse(line);
  assert.match(await Deno.readTextFile(summary), /^before\n<h3>✗ failed: <code>web<\/code> on [^]*shop › pays/);
});

Deno.test("e2e run passes when GitHub's step summary is full", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository());
  const summary = `${world.root}/summary.md`;
  await Deno.writeTextFile(summary, "x".repeat(1_048_500));
  const { code, stderr } = await world.run([repository, "--host", "local"], {
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: summary,
  });
  assert.deepEqual([code, stderr.includes("the step's summary is full (1 MiB)")], [0, true], stderr);
  assert.equal((await Deno.stat(summary)).size, 1_048_500);
});
