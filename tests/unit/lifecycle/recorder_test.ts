import assert from "node:assert/strict";
import { Recorder } from "../../../lib/lifecycle/recorder.ts";
import type { Event } from "../../../lib/result/event.ts";
import { passed } from "../../../lib/result/phase.ts";

function recording(): { readonly recorder: Recorder; readonly events: Event[] } {
  const events: Event[] = [];
  return { recorder: new Recorder((event) => events.push(event), () => 0), events };
}

Deno.test("Recorder.phase() returns the value of a phase that passed", async () => {
  const { recorder, events } = recording();
  assert.equal(await recorder.phase("sync", () => Promise.resolve(passed(7))), 7);
  assert.deepEqual(events.map(({ kind }) => kind), ["phase-started", "phase-ended"]);
  assert.deepEqual([recorder.hasStarted("sync"), recorder.hasStarted("up")], [true, false]);
});

Deno.test("Recorder.phase() records an exception as an internal error", async () => {
  const { recorder } = recording();
  assert.equal(await recorder.phase("up", () => Promise.reject(new TypeError("x is undefined"))), undefined);
  const [failed] = recorder.failures;
  assert.deepEqual([failed?.phase, failed?.outcome], ["up", "internal"]);
  assert.equal(failed?.message, "Internal error: TypeError: x is undefined");
});

Deno.test("Recorder.skip() records a phase that has not started", () => {
  const { recorder } = recording();
  recorder.skip("test");
  assert.deepEqual([recorder.phases[0]?.status, recorder.hasStarted("test")], ["skipped", false]);
});

Deno.test("Recorder.phase() runs a phase whose events cannot be reported, and records one internal error", async () => {
  const recorder = new Recorder(() => {
    throw new Error("broken pipe");
  }, () => 0);
  assert.equal(await recorder.phase("down", () => Promise.resolve(passed(7))), 7);
  assert.deepEqual(recorder.failures.map(({ phase, outcome }) => [phase, outcome]), [["down", "internal"]]);
});
