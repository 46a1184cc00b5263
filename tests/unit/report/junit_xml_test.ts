import assert from "node:assert/strict";
import { XMLValidator } from "fast-xml-parser";
import { type JunitSuite, readJunit } from "../../../lib/result/junit.ts";
import { EXIT_CODES, type Outcome } from "../../../lib/result/outcome.ts";
import type { Result } from "../../../lib/result/result.ts";
import { junitXml } from "../../../lib/report/junit_xml.ts";
import { badResult, passedResult, problem } from "../result/events.ts";

/** Writes a JUnit file, validates it, and reads it back. */
async function written(result: Result, own: readonly JunitSuite[] = []): Promise<readonly JunitSuite[]> {
  const xml = junitXml(result, own);
  assert.equal(XMLValidator.validate(xml), true, xml);
  const read = await readJunit(xml);
  assert.ok(read.kind === "junit", xml);
  return read.suites;
}

const statuses = (suites: readonly JunitSuite[]) =>
  suites.flatMap(({ name, cases }) => cases.map((each) => `${name} ${each.name} ${each.status}`));

Deno.test("junitXml() has one case per phase", async () => {
  assert.deepEqual(statuses(await written(passedResult)), [
    "e2e-lifecycle sync passed",
    "e2e-lifecycle up passed",
    "e2e-lifecycle ready passed",
    "e2e-lifecycle test passed",
    "e2e-lifecycle collect skipped",
    "e2e-lifecycle down passed",
  ]);
});

for (const outcome of Object.keys(EXIT_CODES) as Outcome[]) {
  if (outcome === "passed") continue;
  Deno.test(`junitXml() writes ${outcome} as ${outcome === "failed" ? "a failure" : "an error"} of its phase`, async () => {
    const bad = (await written(badResult(outcome)))[0]?.cases.filter(({ status }) =>
      !["passed", "skipped"].includes(status)
    );
    const text = `${outcome}: The tests failed with exit code 1`;
    assert.deepEqual(bad?.map(({ name, status, message, text }) => [name, status, message, text]), [
      ["test", outcome === "failed" ? "failed" : "error", text, `${text}\nE  assert 1 == 2`],
    ]);
  });
}

Deno.test("junitXml() has a case for a reason whose phase was never run", async () => {
  const suites = await written(
    badResult("infra", { phases: [], reason: problem({ phase: "sync", outcome: "infra" }) }),
  );
  assert.deepEqual(statuses(suites), ["e2e-lifecycle sync error"]);
});

Deno.test("junitXml() writes a secondary problem as output, not as a failure", async () => {
  const beside = problem({ phase: "down", outcome: "infra", message: "not all logs" });
  const result = { ...passedResult, secondary: [beside] };
  assert.ok((await written(result))[0]?.cases.every(({ status }) => status === "passed" || status === "skipped"));
  assert.match(junitXml(result, []), /name="down"[^]*<system-out>infra: not all logs/);
});

const hostile = `<b>&"' ]]> \x1b[31mred\x1b[0m \x00\x08\x0b\x1f \ufffe\uffff \ud800 \u0085 ü 😀\ttab\nline &lt;`;
const CLEAN = `<b>&"' ]]> red      ü 😀\ttab\nline &lt;`;

Deno.test("junitXml() copies the repository's own results, without the characters that XML forbids", async () => {
  const copied = { classname: hostile, name: hostile, ms: 1500, message: hostile, text: hostile };
  const own: readonly JunitSuite[] = [{
    name: hostile,
    cases: [
      { ...copied, status: "failed" },
      { ...copied, status: "error" },
      { ...copied, status: "skipped" },
      { ...copied, status: "passed", message: "", text: "" },
    ],
  }];
  const [, suite] = await written(passedResult, own);
  const clean = (text: string) => text.replace(/ {2,}/g, " ").replace("\ufffd", "");
  assert.deepEqual(suite?.cases.map(({ status }) => status), ["failed", "error", "skipped", "passed"]);
  for (const { classname, name, ms, message, text, status } of suite?.cases ?? []) {
    const texts = status === "passed" ? [classname, name] : [classname, name, message, text];
    texts.forEach((each) => assert.equal(clean(each).replace(/ +/g, " "), CLEAN.replace(/ +/g, " ")));
    assert.equal(ms, 1500);
  }
});
