import assert from "node:assert/strict";
import { Screen } from "../../process/report/screen.ts";
import { World } from "../fixture.ts";
import { keepSandbox } from "./kept_sandbox.ts";

Deno.test("e2e shell and logs -f continue during a retest, and end with the sandbox", async () => {
  await using world = new World();
  const id = await keepSandbox(world, "local"), on = ["--host", "local"];
  const { NO_COLOR: _, ...env } = { ...Deno.env.toObject(), ...world.env };
  const [, ...command] = world.command;
  await using screen = new Screen([...command, "shell", id, ...on], { columns: 100, rows: 24, cwd: world.root, env });
  screen.type("echo $((40 + 2)) here\r");
  await screen.until(/^42 here$/m);
  const logs = world.start(["logs", "web", "-f", ...on]);
  await logs.prints("tick");
  const retest = await world.run(["retest", id, ...on]);
  assert.deepEqual([retest.code, retest.stderr.includes("left processes running")], [0, false], retest.stderr);
  screen.type("echo $((40 + 3)) still\r");
  await screen.until(/^43 still$/m);
  const before = logs.printed().length;
  await world.until("logs go on", () => Promise.resolve(logs.printed().length > before));
  assert.equal((await world.run(["down", id, ...on])).code, 0);
  await Promise.all([screen.ended, logs.ended]);
});
