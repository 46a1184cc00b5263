import assert from "node:assert/strict";
import { join } from "node:path";
import { PHASES } from "../../lib/result/phase.ts";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import { LINES, startAndReach } from "../e2e/lifecycle/faults.ts";
import { LabWorld } from "./lab_world.ts";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

for (const phase of PHASES) {
  Deno.test({
    name: `e2e run passes, with all of its output, when the link is cut for 20 s in ${phase}`,
    ignore: noLabReason() !== undefined,
    fn: async () => {
      await using world = await LabWorld.open("link");
      const started = await startAndReach(world, phase, { host: "link" });
      await world.host.cut();
      await sleep(20_000);
      await world.host.heal();
      const ended = await started.ended;
      const result = await world.result();
      assert.deepEqual([result.outcome, ended.code, result.cleanup.leftovers], ["passed", 0, []], ended.stdout);
      const log = await Deno.readTextFile(join(world.state, "e2e/runs", result.run_id, "output.log"));
      assert.equal([...log.matchAll(/^line \d+ of 60\n/gm)].join(""), LINES);
    },
  });
}
