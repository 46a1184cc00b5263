import assert from "node:assert/strict";
import { World } from "../fixture.ts";

Deno.test("every command explains itself with --help", async () => {
  await using world = new World();
  const { stdout } = await world.run(["--help"]);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name ?? "");
  assert.ok(commands.includes("history") && commands.includes("ps"), stdout);
  await Promise.all(commands.map(async (command) => {
    const help = await world.run([command, "--help"]);
    assert.deepEqual([help.code, help.stderr], [0, ""], command);
    assert.ok(help.stdout.startsWith(`Usage: e2e ${command}`), help.stdout);
    assert.match(help.stdout, new RegExp(`\n\nExamples:\n(  .*e2e ${command}.*\n){1,3}$`));
  }));
  for (
    const [command, dashes] of [["run", "[-- ARGS…]"], ["retest", "[-- ARGS…]"], ["exec", "[-- COMMAND…]"]] as const
  ) {
    const [usage = ""] = (await world.run([command, "--help"])).stdout.split(`\n       e2e ${command} --help`);
    assert.ok(usage.endsWith(dashes), usage);
  }
  assert.equal((await world.run(["help", "ps"])).stdout, (await world.run(["ps", "--help"])).stdout);
});

Deno.test("e2e without arguments prints its help to standard error, and ends with 2", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run([]);
  assert.deepEqual([code, stdout, stderr], [2, "", (await world.run(["--help"])).stdout]);
});
