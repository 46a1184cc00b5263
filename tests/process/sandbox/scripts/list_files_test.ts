import assert from "node:assert/strict";
import { readListing } from "../../../../lib/sandbox/collected.ts";
import { ScriptHost } from "./fixture.ts";

Deno.test("list_files.sh lists files below a directory, newer ones only with a condition", async () => {
  await using host = new ScriptHost();
  const from = `${host.root}/from`;
  await host.sh('mkdir -p "$1/a b"; echo x >"$1/a b/old"; echo >"$1/mark"; ln -s old "$1/a b/link"', from);
  await Deno.utime(`${from}/a b/old`, 1, 1);
  await Deno.utime(`${from}/mark`, 2, 2);
  const list = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await host.run("list_files.sh", ...args);
    assert.deepEqual([code, stderr], [0, ""]);
    return readListing(stdout).files.toSorted((a, b) => a.path < b.path ? -1 : 1);
  };
  assert.deepEqual(await list(from), [{ path: "a b/old", bytes: 2 }, { path: "mark", bytes: 1 }]);
  assert.deepEqual(await list(from, "-newer", `${from}/a b/old`), [{ path: "mark", bytes: 1 }]);
  assert.deepEqual(await list(`${host.root}/none`), []);
});

Deno.test("wildcard_ports.sh prints the sockets of the host", async () => {
  await using host = new ScriptHost();
  const { code, stdout } = await host.run("wildcard_ports.sh");
  assert.equal(code, 0);
  assert.match(stdout, /local_address/);
});
