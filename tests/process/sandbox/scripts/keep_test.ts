import assert from "node:assert/strict";
import { ScriptHost, until } from "./fixture.ts";

Deno.test("keep.sh does not keep a sandbox that is being removed", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  const down = host.spawn(["sh", "-c", 'exec flock "$1" cat', "sh", dir], { stdin: "open" });
  await until("the lock is held", async () => (await host.sh('flock -n -s "$1" true', dir)).code === 1);
  assert.equal((await host.run("keep.sh", dir, "9999999999")).code, 4);
  await down.hangUp();
  await down.ended;
  assert.equal((await host.run("keep.sh", dir, "9999999999")).code, 0);
  assert.equal((await host.sh('flock -n "$1" true', dir)).code, 0); // the watcher has not inherited it
  assert.equal((await host.run("keep.sh", `${dir}x`, "9999999999")).code, 4);
});
