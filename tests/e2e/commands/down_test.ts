import assert from "node:assert/strict";
import { World } from "../fixture.ts";
import { keepSandbox } from "./kept_sandbox.ts";

Deno.test("e2e down in a sandbox's own shell removes everything, also processes started there that ignore signals", async () => {
  await using world = new World();
  const id = await keepSandbox(world, "local"), on = "--host local";
  const [program, ...args] = world.command;
  const deaf = "setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 1; done' >/dev/null 2>&1 &";
  const down = `${[program, ...args].map((each) => `'${each}'`).join(" ")} down ${id} ${on}`;
  const own = `export E2E_HOME='${world.home}' XDG_STATE_HOME='${world.state}'`;
  const { stdout, stderr } = await world.run(
    ["shell", id, "--host", "local"],
    {},
    `${own}; ${deaf}\n${down}; echo "code $?"\n`,
  );
  assert.match(stdout, /^code 0$/m, stderr);
  assert.deepEqual(await world.inventory(), []);
});
