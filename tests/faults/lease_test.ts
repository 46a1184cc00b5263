import assert from "node:assert/strict";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import { startAndReach } from "../e2e/lifecycle/faults.ts";
import { LabWorld } from "./lab_world.ts";

for (const phase of ["ready", "test"] as const) {
  Deno.test({
    name: `e2e run ends with infra, and the host removes the sandbox, when the link is cut in ${phase} ` +
      "for longer than the lease",
    ignore: noLabReason() !== undefined,
    fn: async () => {
      await using world = await LabWorld.open("lease");
      const started = await startAndReach(world, phase, { host: "lease", env: { E2E_LEASE: "6" } });
      await world.host.cut();
      await world.until("the host has removed the sandbox", async () => (await world.inventory()).length === 0);
      const ended = await started.ended;
      await world.host.heal();
      const result = await world.result();
      assert.deepEqual([result.outcome, ended.code, result.cleanup.verified], ["infra", 4, false], ended.stdout);
      // The host has left a note. The run has a result here, so the note goes, and nothing is said of it.
      const { stderr } = await world.run(["gc", "--host", "lease"]);
      assert.equal(stderr, "Nothing to remove on lease\n");
      assert.equal((await world.results()).length, 1);
    },
  });
}
