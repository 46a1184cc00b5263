import assert from "node:assert/strict";
import { resultSchema } from "../../../lib/result/result.ts";
import { World } from "../fixture.ts";
import { failedRun, passedRun } from "./earlier_runs.ts";

Deno.test("e2e history lists earlier runs, the newest first, of all repositories or one", async () => {
  await using world = new World();
  const first = await passedRun(world), last = await failedRun(world);
  const history = await world.run(["history"]);
  const [head, ...rows] = history.stdout.trimEnd().split("\n");
  assert.deepEqual([history.code, history.stderr, rows.length], [0, "", 2]);
  assert.match(head ?? "", /^RUN +SLUG +HOST +OUTCOME +TOOK +STARTED +WHY$/);
  const failed = `^${last.run_id.slice(-8)} +shop +local +failed +\\d.*Z +The tests failed with exit code 7$`;
  assert.match(rows[0] ?? "", new RegExp(failed));
  assert.match(rows[1] ?? "", new RegExp(`^${first.run_id.slice(-8)} +web +local +passed +\\d.*Z$`));
  assert.equal((await world.run(["history", "shop"])).stdout.trimEnd().split("\n").length, 2);
  const lines = (await world.run(["history", "--json"])).stdout.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => resultSchema.parse(JSON.parse(line)).run_id), [last.run_id, first.run_id]);
});

Deno.test("e2e history reports that no run was started on this machine", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["history"]);
  assert.deepEqual([code, stdout.split("\n").length, stderr], [0, 2, "No run was started on this machine\n"]);
  assert.equal((await world.run(["history", "shop"])).stderr, 'No run of "shop" was started on this machine\n');
  assert.equal((await world.run(["history", "--json"])).stdout, "");
});
