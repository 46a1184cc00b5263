import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { failingHub, startHub, temporaryDirectory } from "../hub/server/fixture.ts";

Deno.test("e2e hub reports why it cannot start", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const { port } = new URL(hub.url);
  const taken = await failingHub("--port", port, "--db", `${dir.path}/other.db`);
  assert.deepEqual([taken.code, taken.stderr], [
    75,
    `Cannot listen on 127.0.0.1, port ${port}: the port is in use\nhint: e2e hub --port ${Number(port) + 1}\n`,
  ]);
  Deno.writeTextFileSync(`${dir.path}/text`, "not a database, but a longer text");
  const text = await failingHub("--port", "0", "--db", `${dir.path}/text`);
  assert.match(text.stderr, /^Cannot open the hub's database ".*\/text": file is not a database\nhint: --db /);
  const newer = new DatabaseSync(`${dir.path}/newer`);
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  const { stderr } = await failingHub("--port", "0", "--db", `${dir.path}/newer`);
  assert.match(stderr, /a newer version of the tool wrote it\nhint: update the tool/);
  assert.match((await failingHub("--port", "99999")).stderr, /99.?999/);
});
