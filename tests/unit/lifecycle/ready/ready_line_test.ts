import assert from "node:assert/strict";
import { readyLine } from "../../../../lib/lifecycle/ready/ready_line.ts";

Deno.test("readyLine() parses a line of ready.sh", () =>
  assert.deepEqual(readyLine("web\twait\tstatus 503\t4\t1200"), {
    name: "web",
    status: "wait",
    answer: "status 503",
    attempts: 4,
    ms: 1200,
  }));

Deno.test("readyLine() returns undefined for a line without a known status", () => {
  for (const line of ["", "web", "web\tdown\trefused\t1\t2"]) assert.equal(readyLine(line), undefined);
});
