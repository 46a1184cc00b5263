import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CancelSignal } from "../../../lib/result/outcome.ts";
import type { PhaseName } from "../../../lib/result/phase.ts";
import { startAndReach } from "./faults.ts";
import { webRepository, World } from "../fixture.ts";

const LOCAL = { host: "local" } as const;
const HOST = ["--host", "local"];

const CANCELLED: readonly { readonly signal: CancelSignal; readonly code: number; readonly phase: PhaseName }[] = [
  { signal: "SIGINT", code: 130, phase: "sync" },
  { signal: "SIGINT", code: 130, phase: "up" },
  { signal: "SIGINT", code: 130, phase: "ready" },
  { signal: "SIGINT", code: 130, phase: "test" },
  { signal: "SIGTERM", code: 143, phase: "up" },
  { signal: "SIGHUP", code: 129, phase: "up" },
];

for (const { signal, code, phase } of CANCELLED) {
  Deno.test(`e2e run ends with ${code} and leaves nothing on ${signal} in ${phase}`, async () => {
    await using world = new World();
    const run = await startAndReach(world, phase, LOCAL);
    Deno.kill(run.pid, signal);
    const ended = await run.ended;
    const result = await world.result();
    assert.deepEqual([ended.code, result.outcome, result.exit_code], [code, "cancelled", code], ended.stderr);
    assert.deepEqual([result.reason?.phase, result.reason?.message], [phase, `Cancelled by ${signal}`]);
    assert.deepEqual([result.secondary, result.cleanup.verified, result.cleanup.leftovers], [[], true, []]);
    const [collected] = result.phases.filter(({ name }) => name === "collect");
    assert.equal(collected?.status, phase === "sync" ? "skipped" : "passed");
    // The log has what the service wrote until then.
    const log = join(world.state, "e2e/runs", result.run_id, "services/web.log");
    assert.equal(existsSync(log), phase === "ready" || phase === "test");
  });
}

for (const phase of ["collect", "down"] as const) {
  Deno.test(`e2e run keeps its outcome and leaves nothing on SIGINT in ${phase}`, async () => {
    await using world = new World();
    const run = await startAndReach(world, phase, { ...LOCAL, contract: { test_command: "true" } });
    Deno.kill(run.pid, "SIGINT");
    const { code, stderr } = await run.ended;
    const { outcome, cleanup } = await world.result();
    assert.deepEqual([code, outcome, cleanup.verified, cleanup.leftovers], [0, "passed", true, []], stderr);
  });
}

Deno.test("e2e run treats two SIGINT at once as one, because deno task delivers each twice", async () => {
  await using world = new World();
  const run = world.start([await world.repository(webRepository({ test_command: "echo here; sleep 60" })), ...HOST]);
  await run.says("here");
  Deno.kill(run.pid, "SIGINT");
  Deno.kill(run.pid, "SIGINT");
  const { code, stderr } = await run.ended;
  assert.deepEqual([code, (await world.result()).outcome], [130, "cancelled"], stderr);
});

Deno.test("e2e run exits at once on a second SIGINT, and the host cleans up", async () => {
  await using world = new World();
  // Ending such tests takes their whole grace period, 10 s.
  const test_command = "trap '' TERM; echo deaf; while :; do sleep 1; done";
  const run = world.start([await world.repository(webRepository({ test_command })), ...HOST], { E2E_LEASE: "4" });
  await run.says("deaf");
  const firstMs = performance.now();
  Deno.kill(run.pid, "SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 700)); // an earlier signal would count as the same one
  Deno.kill(run.pid, "SIGINT");
  const { code, stderr } = await run.ended;
  assert.equal(code, 130, stderr);
  assert.ok(performance.now() - firstMs < 8_000, "it waited for the tests");
  const [, project] = /^Leaving: the host removes sandbox (e2e-web-\w{8}) within 4s; e2e down \w{8} /m
    .exec(stderr) ?? [];
  assert.ok(project !== undefined, stderr);
  await world.until("the host takes it down", async () => (await world.inventory()).length === 0);
  const gc = await world.run(["gc", ...HOST]);
  assert.match(gc.stderr, new RegExp(`^Run ${project} of .* was interrupted`, "m"));
});

Deno.test("e2e run cancels all runs on SIGINT, including those that wait", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({ test_command: "echo here; sleep 60" }));
  const run = world.start([repository, repository, repository, ...HOST]);
  await run.says("here");
  Deno.kill(run.pid, "SIGINT");
  assert.equal((await run.ended).code, 130);
  assert.deepEqual((await world.results()).map(({ outcome }) => outcome), ["cancelled"]);
});
