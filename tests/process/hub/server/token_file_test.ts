import assert from "node:assert/strict";
import { failingHub, temporaryDirectory } from "./fixture.ts";

Deno.test("readTokenFile() refuses a file that other users can read, and a short token", async () => {
  using dir = temporaryDirectory();
  const file = `${dir.path}/token`;
  const start = () => failingHub("--port", "0", "--db", `${dir.path}/hub.db`, "--token-file", file);
  assert.match((await start()).stderr, /^Cannot read the token file ".*\/token": /);
  Deno.writeTextFileSync(file, "a token of some length", { mode: 0o640 });
  Deno.chmodSync(file, 0o640);
  const open = await start();
  assert.match(
    open.stderr,
    /^Other users can read the token file ".*": expected mode 600, found 640\nhint: chmod 600 /,
  );
  assert.equal(open.code, 2);
  Deno.chmodSync(file, 0o600);
  Deno.writeTextFileSync(file, "fifteen letters\n and more");
  assert.match((await start()).stderr, /has 15 characters: expected at least 16/);
});
