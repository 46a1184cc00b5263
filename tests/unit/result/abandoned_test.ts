import assert from "node:assert/strict";
import { abandonedResult, isAbandoned } from "../../../lib/result/abandoned.ts";
import { passedResult } from "./events.ts";

const run = {
  run_id: "01a20ccc-e06c-7644-a257-555da799b897",
  slug: "shop",
  project: "e2e-shop-a799b897",
  host: "railiance01",
  owner: "ana@laptop",
  tool_version: "0.1.0",
  repository: "/home/ana/shop",
  started_at: "2026-11-22T03:13:00.000Z",
};

Deno.test("abandonedResult() returns an infra result when the note identifies the run", () => {
  const result = abandonedResult({ reason: "its lease of 120 s ran out", at: "2026-11-22T03:20:00Z", run });
  assert.deepEqual([result?.outcome, result?.exit_code, result?.run_id, result?.duration_ms], [
    "infra",
    4,
    run.run_id,
    420_000,
  ]);
  assert.match(result?.reason?.message ?? "", /its lease of 120 s ran out/);
  assert.ok(result !== undefined && isAbandoned(result) && !isAbandoned(passedResult));
});

for (
  const note of [undefined, {}, { reason: "x", at: "2026-11-22T03:20:00Z", run: null }, {
    reason: "x",
    at: "soon",
    run,
  }]
) {
  Deno.test(`abandonedResult() returns undefined when the note is ${JSON.stringify(note)?.slice(0, 40)}`, () => {
    assert.equal(abandonedResult(note), undefined);
  });
}
