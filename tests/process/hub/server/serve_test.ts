import assert from "node:assert/strict";
import { ask, event, post, startHub, temporaryDirectory } from "./fixture.ts";

Deno.test("serve() has stored each answered event exactly once after the hub is killed during posts", async () => {
  using dir = temporaryDirectory();
  const db = `${dir.path}/hub.db`;
  const bodies = Array.from({ length: 300 }, () => event());
  const answered: string[] = [];
  {
    await using hub = await startHub(db);
    const send = async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
        const { status } = await post(hub.url, body);
        assert.equal(status, 201);
        answered.push(body.detail.run_id);
        if (answered.length === 100) void hub.stop("SIGKILL");
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, send));
  }
  assert.ok(answered.length >= 100 && answered.length < 300, `${answered.length} answered`);
  await using hub = await startHub(db);
  const { json } = await ask(`${hub.url}/progress/?limit=1000`);
  const stored = json.map(({ detail }: { detail: { run_id: string } }) => detail.run_id);
  assert.equal(new Set(stored).size, stored.length);
  assert.deepEqual(answered.filter((runId) => !stored.includes(runId)), []);
});

Deno.test("serve() stores events in a file that only this user can read, and leaves one file at the end", async () => {
  using dir = temporaryDirectory();
  const db = `${dir.path}/state/hub.db`;
  await using hub = await startHub(db);
  await post(hub.url, event());
  for (const end of ["", "-wal", "-shm"]) assert.equal((Deno.statSync(db + end).mode ?? 0) & 0o777, 0o600);
  assert.equal(hub.said(), `Hub on ${hub.url}, events in ${db}\n`);
  assert.equal(await hub.stop("SIGINT"), 0);
  assert.deepEqual([...Deno.readDirSync(`${dir.path}/state`)].map(({ name }) => name), ["hub.db"]);
});

Deno.test("GET /openapi.json describes the hub", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const { json } = await ask(`${hub.url}/openapi.json`);
  assert.deepEqual(Object.keys(json.paths), ["/progress/", "/progress/stream", "/runs/{run_id}/report.html"]);
});
