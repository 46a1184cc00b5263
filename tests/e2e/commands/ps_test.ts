import assert from "node:assert/strict";
import { World } from "../fixture.ts";

Deno.test("e2e ps prints the head of its table, and no JSON, when there is no sandbox", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["ps", "--host", "local"]);
  assert.deepEqual([code, stdout.split("\n").length, stderr], [0, 2, ""]);
  assert.equal((await world.run(["ps", "--json", "--host", "local"])).stdout, "");
});
