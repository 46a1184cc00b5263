import assert from "node:assert/strict";
import { join } from "node:path";
import { type Junit, type JunitSuite, readJunit } from "../../../lib/result/junit.ts";
import { summary } from "../../../lib/result/summary.ts";

const sample = (name: string) => Deno.readTextFile(join(import.meta.dirname ?? "", "junit", `${name}.xml`));

function suites(junit: Junit): readonly JunitSuite[] {
  assert.equal(junit.kind, "junit");
  return junit.kind === "junit" ? junit.suites : [];
}

/** Files as the tools wrote them: tests, failed, skipped, and the first line of each failure. */
const SAMPLES: Readonly<Record<string, readonly [number, number, number, ...string[]]>> = {
  pytest: [
    8,
    2,
    2,
    "test_shop › test_bad: AssertionError: one & <two>",
    'test_shop › test_error: failed on setup with "RuntimeError: no #x1B[31mdatabase#x1B[0m"',
  ],
  "pytest-none": [0, 0, 0],
  "pytest-skipped": [1, 0, 1],
  "pytest-import": [1, 1, 0, "pytest › test_i: collection failure"],
  gotestsum: [
    5,
    3,
    1,
    "example.com/shop › TestBad/sub: Failed",
    "example.com/shop › TestBad: Failed",
    "example.com/shop/broken › TestMain: Failed",
  ],
  vitest: [
    5,
    2,
    2,
    "a.test.ts › shop > bad: AssertionError: expected '<a>' to be '&b' // Object.is equality",
    "b.test.ts: Error: Cannot find module './nowhere' imported from /shop/b.test.ts",
  ],
  "jest-junit": [3, 1, 1, "shop bad: Error: expect(received).toBe(expected) // Object.is equality"],
  surefire: [
    4,
    2,
    1,
    "x.ShopTest › bad: org.opentest4j.AssertionFailedError: expected: <<a>> but was: <&b>",
    "x.ShopTest › error: java.lang.IllegalStateException: no database",
  ],
  deno: [4, 1, 1, "./a_test.ts › bad: Uncaught Error: one & <two>"],
  "deno-filtered": [3, 0, 3],
};

for (const [name, [tests, failed, skipped, ...said]] of Object.entries(SAMPLES)) {
  Deno.test(`readJunit() reads files of ${name}`, async () => {
    const found = summary([{ file: "x.xml", suites: suites(await readJunit(await sample(name))) }]);
    assert.deepEqual([found.tests, found.failed, found.skipped], [tests, failed, skipped]);
    assert.deepEqual(found.failures.map(({ name, message }) => `${name}: ${message.split("\n")[0]}`), said);
  });
}

/** Files with different root elements, and the names of their cases. */
const DIALECTS: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "suites inside suites": [
    `<testsuites><testsuite name="a"><testcase name="1"/><testsuite name="b"><testcase name="2"/></testsuite></testsuite></testsuites>`,
    ["a/1 passed", "b/2 passed"],
  ],
  "no names and no counts": [`<testsuite><testcase/></testsuite>`, ["/ passed"]],
  "counts that are wrong": [`<testsuite tests="9" failures="9"><testcase name="1"/></testsuite>`, ["/1 passed"]],
  "nothing at all": [`<testsuites/>`, []],
  "a failure of no words": [`<testsuite><testcase name="1"><failure/></testcase></testsuite>`, ["/1 failed"]],
  "an error and a failure": [
    `<testsuite><testcase name="1"><error/><failure/></testcase></testsuite>`,
    ["/1 failed"],
  ],
  "a test that passed at its second try": [
    `<testsuite><testcase name="1"><flakyFailure message="x"/></testcase></testsuite>`,
    ["/1 passed"],
  ],
  "GoogleTest's disabled tests": [
    `<testsuite><testcase name="1" status="notrun" result="suppressed"/></testsuite>`,
    ["/1 skipped"],
  ],
  "properties and output": [
    `<testsuite><properties><property name="a" value="b"/></properties><testcase name="1"><system-out>&lt;failure/></system-out></testcase><system-err/></testsuite>`,
    ["/1 passed"],
  ],
  "a byte order mark": [`\ufeff<?xml version="1.0"?>\n<testsuite><testcase name="1"/></testsuite>`, ["/1 passed"]],
};

for (const [name, [xml, cases]] of Object.entries(DIALECTS)) {
  Deno.test(`readJunit() reads ${name}`, async () => {
    const found = suites(await readJunit(xml));
    assert.deepEqual(
      found.flatMap(({ name, cases }) => cases.map((each) => `${name}/${each.name} ${each.status}`)),
      cases,
    );
  });
}

const BROKEN: Readonly<Record<string, string>> = {
  "an empty file": "",
  "a file that was cut": `<testsuite><testcase name="1"/>`,
  "no XML": "ok 1 - it works",
  "JSON": `{"testsuite": []}`,
  "nesting without end": `${"<testsuite>".repeat(5000)}${"</testsuite>".repeat(5000)}`,
  "an entity that grows": `<!DOCTYPE a [<!ENTITY a "${"a".repeat(9000)}">]><testsuite name="1">${
    "&a;".repeat(9000)
  }</testsuite>`,
  "a name of the language's own": `<testsuite><__proto__ name="1"/></testsuite>`,
};

for (const [name, xml] of Object.entries(BROKEN)) {
  Deno.test(`readJunit() returns broken for ${name}`, async () => {
    assert.equal((await readJunit(xml)).kind, "broken");
  });
}

Deno.test("readJunit() returns other for XML of another kind", async () => {
  assert.deepEqual(await readJunit("<coverage/>"), { kind: "other" });
});

Deno.test("summary() adds up files, with thousands of seconds, and limits the length of failures", () => {
  const failing = {
    classname: "c",
    name: "n".repeat(1000),
    ms: 2,
    status: "failed",
    message: "m".repeat(1000),
    text: "",
  };
  const cases = Array.from({ length: 60 }, () => ({ ...failing, status: "failed" as const }));
  const found = summary([{ file: "a", suites: [{ name: "s", cases }] }, { file: "b", suites: [{ name: "s", cases }] }]);
  assert.deepEqual([found.files, found.tests, found.failed, found.ms], [["a", "b"], 120, 120, 240]);
  assert.equal(found.failures.length, 50);
  assert.deepEqual([found.failures[0]?.name.length, found.failures[0]?.message.length], [300, 500]);
});

Deno.test("summary() names the status of a failure without a message", () => {
  const silent = { classname: "", name: "n", ms: 0, status: "error", message: "", text: "" } as const;
  const found = summary([{ file: "a", suites: [{ name: "s", cases: [silent] }] }]);
  assert.deepEqual(found.failures, [{ name: "s › n", message: "error" }]);
});

Deno.test("readJunit() reads seconds with and without grouped thousands", async () => {
  const xml =
    `<testsuite><testcase time="1,234.5"/><testcase time="0.25"/><testcase time="x"/><testcase time="-1"/></testsuite>`;
  assert.deepEqual(suites(await readJunit(xml))[0]?.cases.map(({ ms }) => ms), [1_234_500, 250, 0, 0]);
});
