import assert from "node:assert/strict";
import { junitCases, withoutSteps } from "../../../../tools/test/junit_cases.ts";

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test">
  <testsuite name="./a_test.ts">
    <testcase name="a" time="0.250"></testcase>
    <testcase name="b &gt; c" time="1.500"><failure message="no">Error: &lt;testcase name="d"/&gt;</failure></testcase>
    <testcase name="b &gt; c &gt; step" time="1.000"><failure message="no">Error</failure></testcase>
    <testcase name="e" time="0.000"><skipped/></testcase>
  </testsuite>
</testsuites>`;

Deno.test("junitCases() returns every test and step with its file, status and seconds", () => {
  const file = "./a_test.ts";
  assert.deepEqual(junitCases(XML), [
    { file, name: "a", status: "passed", seconds: 0.25 },
    { file, name: "b > c", status: "failed", seconds: 1.5 },
    { file, name: "b > c > step", status: "failed", seconds: 1 },
    { file, name: "e", status: "skipped", seconds: 0 },
  ]);
});

Deno.test("junitCases() returns nothing when no test ran or there is no report", () => {
  assert.deepEqual(junitCases('<testsuites name="deno test" tests="0"></testsuites>'), []);
  assert.deepEqual(junitCases(""), []);
});

Deno.test("withoutSteps() leaves out the steps of tests", () => {
  assert.deepEqual(withoutSteps(junitCases(XML)).map(({ name }) => name), ["a", "b > c", "e"]);
});
