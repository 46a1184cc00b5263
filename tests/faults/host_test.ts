import assert from "node:assert/strict";
import type { PhaseName } from "../../lib/result/phase.ts";
import { EMPTY, FILL } from "./fault.ts";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import { slowRepository, startAndReach } from "../e2e/lifecycle/faults.ts";
import { LabWorld } from "./lab_world.ts";

const ignore = noLabReason() !== undefined;
const HOST = "faulty";

/** Runs a slow repository on a clean lab host, causes a fault in a phase, and checks how the run ended. */
async function inPhase(
  phase: PhaseName,
  fault: (world: LabWorld) => Promise<unknown>,
  check: (world: LabWorld, code: number) => Promise<void>,
) {
  await using world = await LabWorld.open(HOST);
  const started = await startAndReach(world, phase, { host: HOST, env: { E2E_LEASE: "20" } });
  try {
    await fault(world);
    const { code } = await started.ended;
    await check(world, code);
  } finally {
    await started.ended;
    await world.run(["gc", "--host", HOST]);
  }
}

for (const phase of ["sync", "up", "ready", "test"] as const) {
  Deno.test({
    name: `e2e run ends with infra and leaves nothing when the power is cut in ${phase} and comes back`,
    ignore,
    fn: () =>
      inPhase(phase, async ({ host }) => {
        await host.powerOff();
        await host.up();
      }, async (world, code) => {
        const result = await world.result();
        // In sync nothing was made yet, and a host that comes back has lost nothing.
        const passed = phase === "sync" && result.outcome === "passed";
        assert.deepEqual([result.outcome, code], passed ? ["passed", 0] : ["infra", 4], JSON.stringify(result.reason));
      }),
  });
}

for (const phase of ["collect", "down"] as const) {
  Deno.test({
    name: `e2e run keeps its verdict and leaves nothing when the power is cut in ${phase} and comes back`,
    ignore,
    fn: () =>
      inPhase(phase, async ({ host }) => {
        await host.powerOff();
        await host.up();
      }, async (world) => {
        const result = await world.result();
        assert.ok(["passed", "leaked"].includes(result.outcome), JSON.stringify(result.reason));
        assert.equal(result.test?.exit_code, 0);
      }),
  });
}

Deno.test({
  name: "e2e gc removes what a power cut left when the tool died too, with restart: always or without",
  ignore,
  fn: async () => {
    await using world = await LabWorld.open(HOST);
    const started = await startAndReach(world, "test", { host: HOST });
    await world.host.powerOff();
    Deno.kill(started.pid, "SIGKILL");
    await started.ended;
    await world.host.up();
    assert.notEqual((await world.inventory()).length, 0);
    const { stderr, code } = await world.run(["gc", "--host", HOST]);
    assert.match(stderr, /is removed/);
    assert.equal(code, 0);
  },
});

for (const phase of ["up", "ready", "test"] as const) {
  Deno.test({
    name: `e2e run ends with infra when the Docker Engine is restarted in ${phase}`,
    ignore,
    fn: () =>
      inPhase(phase, ({ host }) => host.restartEngine(), async (world, code) => {
        const result = await world.result();
        // A stack that is back in time becomes healthy, and then its tests decide.
        const passed = phase === "ready" && result.test?.exit_code === 0;
        assert.deepEqual([result.outcome, code], passed ? ["passed", 0] : ["infra", 4], JSON.stringify(result.reason));
        assert.deepEqual([result.cleanup.verified, result.cleanup.leftovers], [true, []]);
      }),
  });
}

Deno.test({
  name: "e2e run passes and leaves nothing when the Docker Engine is restarted in down",
  ignore,
  fn: () =>
    inPhase("down", ({ host }) => host.restartEngine(), async (world, code) => {
      const result = await world.result();
      assert.deepEqual(
        [result.outcome, code, result.cleanup.leftovers],
        ["passed", 0, []],
        JSON.stringify(result.reason),
      );
    }),
});

for (const phase of ["up", "test"] as const) {
  Deno.test({
    name: `e2e run ends with infra and leaves nothing when the disk becomes full in ${phase}`,
    ignore,
    fn: () =>
      inPhase(phase, ({ host }) => host.exec(FILL), async (world) => {
        await world.host.exec(EMPTY);
        const result = await world.result();
        // Tests that write nothing may still pass. They must not count as failed.
        assert.ok(
          result.outcome === "infra" || (phase === "test" && result.outcome === "passed"),
          JSON.stringify(result.reason),
        );
        assert.deepEqual([result.cleanup.verified, result.cleanup.leftovers], [true, []]);
      }),
  });
}

Deno.test({
  name: "e2e run ends with infra and leaves nothing when the disk is full before it starts",
  ignore,
  fn: async () => {
    await using world = await LabWorld.open(HOST);
    await world.host.exec(FILL);
    const { code, stderr } = await world.run([
      await world.repository({ ...slowRepository(), big: "x".repeat(5_000_000) }),
      "--host",
      HOST,
    ]);
    await world.host.exec(EMPTY);
    assert.deepEqual([(await world.result()).outcome, code], ["infra", 4], stderr);
    assert.match(stderr, /disk/);
  },
});

for (const offset of ["+1h", "-1h"]) {
  Deno.test({
    name: `e2e run passes when the host's clock is off by ${offset}`,
    ignore,
    fn: async () => {
      await using world = await LabWorld.open(HOST);
      await world.host.clock(offset);
      try {
        const started = await startAndReach(world, "test", { host: HOST, env: { E2E_LEASE: "5" } });
        const { code, stdout } = await started.ended;
        assert.equal(code, 0, stdout);
      } finally {
        await world.host.clock("");
      }
    },
  });
}
