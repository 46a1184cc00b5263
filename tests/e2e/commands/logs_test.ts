import assert from "node:assert/strict";
import { World } from "../fixture.ts";
import { failedRun } from "./earlier_runs.ts";

Deno.test("e2e logs shows the stored logs of an earlier run, of all services or one", async () => {
  await using world = new World();
  const id = (await failedRun(world)).run_id.slice(-8);
  const logs = await world.run(["logs", id]);
  assert.deepEqual([logs.code, logs.stderr], [0, ""]);
  assert.match(logs.stdout, /^db \| .*db is here$/m);
  assert.match(logs.stdout, /^web \| .*web is here$/m);
  const one = await world.run(["logs", id, "db", "--host", "local"]);
  assert.match(one.stdout, /^[^|]*db is here$/m);
  assert.doesNotMatch(one.stdout, /web is here/);
  const noService = await world.run(["logs", id, "worker"]);
  assert.equal(noService.code, 2);
  assert.match(noService.stderr, /No log of service "worker" in .* \(stored logs: db, web\)\nhint: e2e history$/m);
});

Deno.test("e2e logs names the searched directory when there is no such run", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["logs", "1a2b"]);
  assert.deepEqual([code, stdout], [2, ""], stderr);
  assert.match(stderr, /^No run "1a2b": there are no runs in \/.*\nhint: e2e history\n$/);
});
