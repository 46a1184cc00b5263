import assert from "node:assert/strict";
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
