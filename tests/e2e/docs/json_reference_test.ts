import assert from "node:assert/strict";
import { freePort } from "../../../tools/lab/free_port.ts";
import { fieldsOf } from "./json_fields.ts";
import { webRepository, World } from "../fixture.ts";

Deno.test("docs/result.md lists the fields of every command's JSON", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository()), hub = `http://127.0.0.1:${freePort()}`;
  assert.equal((await world.run([repository, "--host", "local", "--keep", "--hub", hub])).code, 0);
  const on = ["--host", "local"];
  const typed: Readonly<Record<string, readonly string[]>> = {
    "e2e check": ["check", repository],
    "e2e ps": ["ps", ...on],
    "e2e doctor": ["doctor", ...on],
    "e2e flush": ["flush", "--hub", hub],
    "e2e flush --list": ["flush", "--list"],
  };
  for (const [command, args] of Object.entries(typed)) {
    const { stdout, stderr } = await world.run([...args, "--json"]);
    const fields = Object.keys(JSON.parse(stdout.split("\n")[0] ?? "")).sort();
    assert.deepEqual(fields, await fieldsOf(command), `${command}: ${stderr}`);
  }
  assert.equal((await world.run(["down", "--all", ...on])).code, 0);
});
