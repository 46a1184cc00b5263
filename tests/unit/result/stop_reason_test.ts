import assert from "node:assert/strict";
import { exitCodeAfter, stopFailure, type StopReason } from "../../../lib/result/stop_reason.ts";

const ROWS: readonly (readonly [stop: StopReason, outcome: string, message: RegExp])[] = [
  [{ kind: "cancelled", signal: "SIGTERM" }, "cancelled", /^Cancelled by SIGTERM$/],
  [{ kind: "sandbox-gone" }, "infra", /^The sandbox was removed during the run/],
  [{ kind: "run-limit", limitMs: 5_000 }, "timed-out", /its limit of 5 s$/],
];
for (const [stop, outcome, message] of ROWS) {
  Deno.test(`stopFailure() returns ${outcome} for ${stop.kind}`, () => {
    const failed = stopFailure(stop);
    assert.equal(failed.outcome, outcome);
    assert.match(failed.message, message);
  });
}

Deno.test("exitCodeAfter() depends on the process signal only for a cancelled run", () => {
  const controller = new AbortController(), stop: StopReason = { kind: "cancelled", signal: "SIGTERM" };
  assert.equal(exitCodeAfter("cancelled", controller.signal), 130);
  controller.abort(stop);
  assert.deepEqual([exitCodeAfter("cancelled", controller.signal), exitCodeAfter("passed", controller.signal)], [
    143,
    0,
  ]);
});
