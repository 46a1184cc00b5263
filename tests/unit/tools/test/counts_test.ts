import assert from "node:assert/strict";
import { countsLine, junitCounts, sumCounts } from "../../../../tools/test/counts.ts";

const report = (cases: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><testsuites name="deno test"><testsuite name="a_test.ts">${cases}</testsuite></testsuites>`;

Deno.test("junitCounts() counts tests and steps by how they ended", () => {
  const xml = report(`
    <testcase name="a"></testcase>
    <testcase name="b &gt; c"><failure message="no">Error: &lt;testcase name="d"/&gt;</failure></testcase>
    <testcase name="e"><skipped/></testcase>
    <testcase name="f"/>`);
  assert.deepEqual(junitCounts(xml), { passed: 2, failed: 1, skipped: 1 });
});

Deno.test("junitCounts() counts nothing when nothing ran", () => {
  const none = { passed: 0, failed: 0, skipped: 0 };
  assert.deepEqual(junitCounts('<testsuites name="deno test" tests="0"></testsuites>'), none);
});

Deno.test("countsLine() names skipped tests when there are any", () => {
  const counts = { passed: 2, failed: 0, skipped: 0 };
  assert.equal(countsLine(counts), "2 passed, 0 failed");
  assert.equal(countsLine(sumCounts([counts, { passed: 1, failed: 1, skipped: 3 }])), "3 passed, 1 failed, 3 skipped");
});
