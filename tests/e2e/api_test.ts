import assert from "node:assert/strict";
import { join } from "node:path";
import { World } from "./fixture.ts";

const ROOT = join(import.meta.dirname ?? "", "../..");

Deno.test("the example in mod.ts runs a contract", async () => {
  await using world = new World();
  const module = await Deno.readTextFile(join(ROOT, "mod.ts"));
  const example = /```ts\n([\s\S]*?) \* ```/.exec(module)?.[1]?.replaceAll(/^ \* ?/gm, "") ?? "";
  const program = join(world.root, "example.ts");
  await Deno.writeTextFile(program, example.replace('"@custodian/e2e"', JSON.stringify(join(ROOT, "mod.ts"))));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--check", "--config", join(ROOT, "deno.json"), "--no-lock", program],
    cwd: ROOT,
    env: world.env,
  }).output();
  const text = new TextDecoder();
  assert.equal(code, 0, text.decode(stderr));
  assert.equal(text.decode(stdout).trimEnd().split("\n").at(-1), "passed");
  assert.match(text.decode(stderr), /^down passed$/m);
});
