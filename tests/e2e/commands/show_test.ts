import assert from "node:assert/strict";
import { World } from "../fixture.ts";
import { failedRun } from "./earlier_runs.ts";

Deno.test("e2e show shows an earlier run by its short id, the beginning of it, or its run id", async () => {
  await using world = new World();
  const result = await failedRun(world), id = result.run_id.slice(-8);
  for (const name of [id, id.slice(0, 5), result.run_id]) {
    const show = await world.run(["show", name]);
    assert.deepEqual([show.code, show.stderr], [0, ""], show.stderr);
    for (const text of [result.project, "✗ test", "exit code 7", "two are wrong", "service web (busybox:stable)"]) {
      assert.ok(show.stdout.includes(text), `"${text}" is missing:\n${show.stdout}`);
    }
  }
  assert.deepEqual(JSON.parse((await world.run(["show", id, "--json"])).stdout), result);
});

Deno.test("e2e show names the searched directory when there is no such run", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["show", "1a2b"]);
  assert.deepEqual([code, stdout], [2, ""], stderr);
  assert.match(stderr, /^No run "1a2b": there are no runs in \/.*\nhint: e2e history\n$/);
});
