import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { StoredEvent } from "../../../../lib/hub/server/progress_body.ts";
import { openStore } from "../../../../lib/hub/server/store.ts";
import { ask, event, post, type RunningHub, startHub, temporaryDirectory } from "./fixture.ts";

const runId = "0190a000-0000-7000-8000-000000000001";
const result = event({ run_id: runId, outcome: "failed", reason: { phase: "test", message: "exit code 1" } });
const note = event({
  run_id: runId,
  outcome: "infra",
  reason: { phase: "down", message: "Abandoned: the run was interrupted (its lease of 120 s expired)" },
});

/** Posts the result of the run, or the note that it was interrupted, with its report, as the tool does. */
async function send({ url }: RunningHub, what: "result" | "note", noteKey = `${runId}-abandoned`) {
  const key = what === "result" ? runId : noteKey;
  const { json, status } = await post(url, what === "result" ? result : note, { "Idempotency-Key": key });
  const put = async () => {
    if (json.report === undefined) return;
    const body = `<p>${what}`, headers = { "Content-Type": "text/html" };
    assert.equal((await ask(`${url}/${json.report}`, { method: "PUT", headers, body })).status, 204);
  };
  return { status, put };
}

async function stored({ url }: RunningHub) {
  const { json } = await ask(`${url}/progress/?slug=shop`);
  const report = await ask(`${url}/runs/${runId}/report.html`);
  return [json.map(({ detail }: typeof result) => detail.outcome), report.json];
}

const ORDERS: readonly (readonly ("result" | "note")[])[] = [
  ["result", "note"],
  ["note", "result"],
  ["note", "note", "result", "result"],
  ["note", "result", "note", "result", "note"],
];
for (const key of [`${runId}-abandoned`, runId]) {
  for (const order of ORDERS) {
    Deno.test(`the hub keeps the result of a run after ${order.join(", ")}, with the note's key ${key.slice(35)}`, async () => {
      using dir = temporaryDirectory();
      await using hub = await startHub(`${dir.path}/hub.db`);
      for (const what of order) await (await send(hub, what, key)).put();
      assert.deepEqual(await stored(hub), [["failed"], "<p>result"]);
    });
  }
}

Deno.test("the hub keeps the note of a run without a result once, with its report", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  for (const status of [201, 200]) {
    const sent = await send(hub, "note");
    await sent.put();
    assert.equal(sent.status, status);
  }
  assert.deepEqual(await stored(hub), [["infra"], "<p>note"]);
});

const MANY = {
  "two notes": ["-a", "", "result"],
  "two notes, the first with the key of the result": ["", "-a", "result"],
  "three notes, and one after it": ["-a", "-b", "", "result", "-b"],
};
for (const [name, order] of Object.entries(MANY)) {
  Deno.test(`the hub keeps the result of a run after ${name}, and no note`, async () => {
    using dir = temporaryDirectory();
    await using hub = await startHub(`${dir.path}/hub.db`);
    for (const each of order) await (await send(hub, each === "result" ? each : "note", `${runId}${each}`)).put();
    assert.deepEqual(await stored(hub), [["failed"], "<p>result"]);
  });
}

Deno.test("the result replaces all notes of a run that an older hub stored, and gets an id of its own", () => {
  using dir = temporaryDirectory();
  const path = `${dir.path}/hub.db`, receivedAt = "2026-02-01T00:00:00.000Z";
  openStore(path).close();
  const database = new DatabaseSync(path), body = JSON.stringify(note);
  for (const key of [runId, `${runId}-abandoned`]) {
    database.prepare("INSERT INTO events (key, received_at, event_type, run_id, slug, body) VALUES (?, ?, ?, ?, ?, ?)")
      .run(key, receivedAt, "e2e_result", runId, "shop", body);
  }
  database.close();
  const store = openStore(path);
  try {
    assert.deepEqual(store.add(result, { key: runId, receivedAt }), { id: 3, isNew: true });
    const events = JSON.parse(store.list({ limit: 9 }));
    assert.deepEqual(events.map(({ id, detail }: StoredEvent) => [id, detail["outcome"]]), [[3, "failed"]]);
  } finally {
    store.close();
  }
});

Deno.test("the store reads an event once for all streams", () => {
  using dir = temporaryDirectory();
  const store = openStore(`${dir.path}/hub.db`);
  try {
    const body = { ...event(), id: "own" }, receivedAt = "2026-02-01T00:00:00.000Z";
    store.add(body, { key: null, receivedAt });
    const first = store.after(0);
    assert.ok(first !== undefined && first === store.after(0));
    assert.deepEqual(JSON.parse(first.json), { ...body, id: 1, received_at: receivedAt });
    assert.equal(store.after(1), undefined);
  } finally {
    store.close();
  }
});

Deno.test("the hub ignores the report of a note that arrives after the result", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const first = await send(hub, "note"), second = await send(hub, "result");
  await second.put();
  await first.put();
  assert.deepEqual([second.status, await stored(hub)], [201, [["failed"], "<p>result"]]);
});

Deno.test("the hub streams the result that replaces a note, and keeps it when it is killed", async () => {
  using dir = temporaryDirectory();
  const db = `${dir.path}/hub.db`;
  {
    await using hub = await startHub(db);
    await send(hub, "note");
    const stream = await fetch(`${hub.url}/progress/stream`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read(); // ": open"
    await send(hub, "result");
    assert.match((await reader.read()).value ?? "", /"outcome":"failed"/);
    await reader.cancel();
    await hub.stop("SIGKILL");
  }
  await using hub = await startHub(db);
  await send(hub, "note");
  assert.deepEqual((await stored(hub))[0], ["failed"]);
});
