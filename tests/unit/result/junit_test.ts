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
  "an error of a suite without cases, as jest writes it": [
    `<testsuites name="jest tests" tests="0" failures="0" errors="1" time="0.4"/>`,
    ["jest tests/jest tests error"],
  ],
  "an empty suite with an error among others": [
    `<testsuites errors="1"><testsuite name="a"><testcase name="1"/></testsuite><testsuite name="b" errors="1" tests="0"/></testsuites>`,
    ["a/1 passed", "b/b error"],
  ],
  "an empty suite with a failure": [`<testsuite name="a" failures="2"/>`, ["a/a failed"]],
  "an error in a suite": [
    `<testsuite name="a"><error message="cannot load"/><testcase name="1"/></testsuite>`,
    ["a/1 passed", "a/a error"],
  ],
  "an empty suite without errors": [`<testsuite name="a" tests="0" errors="0" failures="0"/>`, []],
  "a test that failed again": [
    `<testsuite><testcase name="1"><failure/><rerunFailure message="x"><stackTrace/></rerunFailure></testcase></testsuite>`,
    ["/1 failed"],
  ],
  "CTest's statuses": [
    `<testsuite><testcase name="1" status="run"/><testcase name="2" status="fail"/><testcase name="3" status="disabled"/></testsuite>`,
    ["/1 passed", "/2 failed", "/3 skipped"],
  ],
  "a namespace": [
    `<j:testsuite xmlns:j="urn:junit"><j:testcase name="1"><j:failure/></j:testcase></j:testsuite>`,
    ["/1 failed"],
  ],
  "a failure as CDATA": [
    `<testsuite><testcase name="1"><failure><![CDATA[<b> & "c"]]></failure></testcase></testsuite>`,
    ["/1 failed"],
  ],
  "PHPUnit's nested suites": [
    `<testsuites><testsuite name="" tests="1" errors="1"><testsuite name="A"><testsuite name="A::b" errors="1"><testcase name="b with data set #0"><error type="x">no</error></testcase></testsuite></testsuite></testsuite></testsuites>`,
    ["A::b/b with data set #0 error"],
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

Deno.test("readJunit() shows the words of a suite that could not be loaded", async () => {
  const xml =
    `<testsuite name="a.test.js" tests="0" errors="1"><system-out/><system-err>Cannot find module</system-err></testsuite>`;
  const found = summary([{ file: "x.xml", suites: suites(await readJunit(xml)) }]);
  assert.deepEqual([found.tests, found.failures], [1, [{ name: "a.test.js", message: "Cannot find module" }]]);
  const silent = summary([{ file: "x.xml", suites: suites(await readJunit('<testsuites tests="0" errors="1"/>')) }]);
  assert.deepEqual(silent.failures, [{
    name: "test suite",
    message: 'errors="1" failures="0" without a test case',
  }]);
});

/** Seconds as tools write them, in milliseconds. */
const TIMES: Readonly<Record<string, number>> = {
  "0.25": 250,
  "0,160": 160,
  "1,234.5": 1_234_500,
  "1,234.56": 1_234_560,
  "1.234,5": 1_234_500,
  "1,234,567": 1_234_567_000,
  "1 234,5": 1_234_500,
  "1.2e-2": 12,
  "12": 12_000,
  "": 0,
  x: 0,
  "-1": 0,
};

Deno.test("readJunit() reads seconds with decimal commas and grouped thousands", async () => {
  const cases = Object.keys(TIMES).map((time) => `<testcase time="${time}"/>`).join("");
  const [suite] = suites(await readJunit(`<testsuite>${cases}</testsuite>`));
  const found = Object.keys(TIMES).map((time, index) => [time, suite?.cases[index]?.ms]);
  assert.deepEqual(Object.fromEntries(found), TIMES);
});

Deno.test("readJunit() says plainly that a file ends too early", async () =>
  assert.deepEqual(await readJunit("<testsuite><testcase>"), {
    kind: "broken",
    why: "the file ends before </testcase> and </testsuite>",
  }));
