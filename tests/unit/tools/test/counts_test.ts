import assert from "node:assert/strict";
import { countCases, countsLine, sumCounts } from "../../../../tools/test/counts.ts";

const COUNTS = { passed: 2, failed: 0, skipped: 0 };

Deno.test("countCases() counts tests by how they ended", () => {
  const cases = (["passed", "failed", "passed", "skipped"] as const)
    .map((status) => ({ file: "a_test.ts", name: "a", status, seconds: 0 }));
  assert.deepEqual(countCases(cases), { passed: 2, failed: 1, skipped: 1 });
  assert.deepEqual(countCases([]), { passed: 0, failed: 0, skipped: 0 });
});

Deno.test("countsLine() names skipped tests when there are any", () => {
  assert.equal(countsLine(COUNTS), "2 passed, 0 failed");
  assert.equal(countsLine(sumCounts([COUNTS, { passed: 1, failed: 1, skipped: 3 }])), "3 passed, 1 failed, 3 skipped");
});
