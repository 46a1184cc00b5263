import assert from "node:assert/strict";
import { join } from "node:path";
import { deliveryState } from "../../../lib/store/delivery_state.ts";
import { passedResult } from "../../unit/result/events.ts";
import { OddHub, RudeHub } from "../hub/client/odd_hub.ts";
import { StoredRuns } from "../store/stored_runs.ts";

const keys = (hub: OddHub) => hub.seen.map(({ key }) => key);

Deno.test("e2e flush posts each result once, the oldest first, with its key and the token", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const ids = stored.finish(3);
  const env = { STATE_HUB_URL: hub.url, STATE_HUB_TOKEN: "correct horse battery" };
  const { code, stderr } = await stored.run(["flush"], env);
  assert.deepEqual([code, stderr], [0, `3 results were delivered to ${hub.url}\n`]);
  assert.deepEqual(keys(hub), ids);
  const [first] = hub.seen;
  assert.deepEqual([first?.authorization, first?.contentType, first?.path], [
    "Bearer correct horse battery",
    "application/json",
    "/progress/",
  ]);
  const { summary, event_type, author, detail } = JSON.parse(first?.body ?? "");
  assert.deepEqual([summary, event_type, author, detail.run_id, detail.cut], [
    "e2e shop passed (20.5 s, ana@box)",
    "e2e_result",
    "ana@laptop",
    ids[0],
    [],
  ]);
  assert.equal((await stored.run(["flush"], env)).stderr, "Nothing to deliver\n");
  assert.equal(hub.seen.length, 3);
  const written = ids.flatMap((id) => [...Deno.readDirSync(join(stored.runs, id))].map(({ name }) => join(id, name)));
  for (const file of written) {
    assert.doesNotMatch(Deno.readTextFileSync(join(stored.runs, file)), /correct horse/, file);
  }
});

for (const status of [408, 425, 429, 500, 503, 301, 307]) {
  Deno.test(`e2e flush tries a result again after an answer with ${status}`, async () => {
    await using stored = new StoredRuns();
    await using hub = new OddHub(() => new Response("not now", { status, headers: { Location: "http://elsewhere/" } }));
    const ids = stored.finish(2);
    const refused = await stored.run(["flush", "--hub", hub.url]);
    assert.equal(refused.code, 7);
    assert.match(
      refused.stderr,
      new RegExp(`2 results are not yet delivered to the state-hub ${hub.url} \\(status ${status}: `),
    );
    assert.deepEqual(ids.map((id) => stored.marks(id)), [["tries"], ["tries"]]);
    hub.answer = () => new Response("{}", { status: 201 });
    assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
    assert.deepEqual(keys(hub), [...ids, ...ids]);
    assert.deepEqual(ids.map((id) => deliveryState(join(stored.runs, id)).kind), ["delivered", "delivered"]);
  });
}

for (const status of [400, 401, 404, 413, 422]) {
  Deno.test(`e2e flush sets a result aside after an answer with ${status}, lists why, and sends it again with --again`, async () => {
    await using stored = new StoredRuns();
    await using hub = new OddHub(() => new Response("no,\n thanks", { status }));
    const [id = ""] = stored.finish(1);
    const refused = await stored.run(["flush", "--hub", hub.url]);
    assert.equal(refused.code, 7);
    assert.match(refused.stderr, new RegExp(`refused the result of run ${id.slice(-8)}: status ${status}: no, thanks`));
    hub.answer = () => new Response("{}", { status: 201 });
    assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
    assert.equal(hub.seen.length, 1);
    const { stdout } = await stored.run(["flush", "--list"]);
    assert.match(stdout, new RegExp(`^${id.slice(-8)} +shop +passed .* refused .*status ${status}: no, thanks$`, "m"));
    assert.equal((await stored.run(["flush", "--again", "--hub", hub.url])).code, 0);
    assert.deepEqual([hub.seen.length, stored.marks(id)], [2, ["delivered"]]);
  });
}

Deno.test("e2e flush sends one request to an unreachable hub, for any number of undelivered results", async () => {
  await using stored = new StoredRuns();
  const ids = stored.finish(3);
  await using hub = new RudeHub((connection) => Promise.resolve(connection.close()));
  const { code, stderr } = await stored.run(["flush", "--hub", hub.url]);
  assert.equal(code, 7);
  assert.match(stderr, /^3 results are not yet delivered to the state-hub http:\/\/127\.0\.0\.1:\d+ \(.+\)$/m);
  assert.deepEqual([hub.connections, ids.map((id) => stored.marks(id))], [1, [["tries"], [], []]]);
});

const RUDE: Readonly<Record<string, (connection: Deno.Conn) => Promise<void>>> = {
  "dies before it answers": (connection) => Promise.resolve(connection.close()),
  "closes the connection in the middle of its answer": async (connection) => {
    await connection.write(new TextEncoder().encode("HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"));
    connection.close();
  },
  "does not answer with HTTP": async (connection) => {
    await connection.write(new TextEncoder().encode("hello there\r\n\r\n"));
    connection.close();
  },
};

for (const [what, then] of Object.entries(RUDE)) {
  Deno.test(`e2e flush sends a result again, with the same key, after a hub that ${what}`, async () => {
    await using stored = new StoredRuns();
    const [id = ""] = stored.finish(1);
    {
      await using rude = new RudeHub(then);
      assert.equal((await stored.run(["flush", "--hub", rude.url])).code, 7);
      assert.deepEqual(stored.marks(id), ["tries"]);
    }
    await using hub = new OddHub();
    assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
    assert.deepEqual([keys(hub), stored.marks(id)], [[id], ["delivered", "tries"]]);
  });
}

Deno.test("e2e flush posts no result twice when three run at once", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return new Response("{}", { status: 201 });
  });
  const ids = stored.finish(10);
  const ended = await Promise.all([1, 2, 3].map(() => stored.run(["flush", "--hub", hub.url])));
  assert.deepEqual(keys(hub).toSorted(), [...ids].sort());
  assert.deepEqual(ended.map(({ code }) => code), [0, 0, 0], JSON.stringify(ended));
});

/** A note of an interrupted run, as a host writes it. */
function note(run_id: string): string {
  const { started_at, ended_at: at, host, owner, tool_version, repository } = passedResult;
  const run = { run_id, slug: "shop", project: "e2e-shop-1", host, owner, tool_version, repository, started_at };
  return JSON.stringify({ reason: "why", at, run: { ...run, state_hub: { workstream_id: "w", task_id: "t" } } });
}

Deno.test("e2e flush removes the note of a run that has a result here or on the host, and posts the result only", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [here = ""] = stored.finish(1, { outcome: "failed" }), host = join(stored.root, "host");
  const native = "019b7c5a-0000-7000-8000-00001a2b3c4e";
  await Deno.mkdir(join(host, "abandoned"), { recursive: true });
  await Deno.mkdir(join(host, "runs", native), { recursive: true });
  await Deno.writeTextFile(join(host, "runs", native, "result.json"), "{}");
  for (const id of [here, native]) await Deno.writeTextFile(join(host, "abandoned", `${id}.json`), note(id));
  const { code, stderr } = await stored.run(["flush", "--hub", hub.url]);
  assert.deepEqual([code, stderr], [0, `1 result was delivered to ${hub.url}\n`]);
  assert.deepEqual(hub.seen.map(({ key, body }) => [key, JSON.parse(body).detail.outcome]), [[here, "failed"]]);
  assert.deepEqual([...Deno.readDirSync(join(host, "abandoned"))], []);
});

Deno.test("e2e flush reports noted runs with their ids, and keeps the notes of a run that is still in progress here and of one that cannot be stored", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [going = ""] = stored.finish(1), notes = join(stored.root, "host/abandoned");
  await Deno.remove(join(stored.runs, going, "result.json")); // its owner is this process
  await Deno.mkdir(notes, { recursive: true });
  await Deno.writeTextFile(join(notes, "going.json"), note(going));
  await Deno.writeTextFile(join(notes, "lost.json"), note(passedResult.run_id));
  assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
  const [event, ...others] = hub.seen.map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    keys(hub),
    [`${passedResult.run_id}-abandoned`],
    "the key of a note is not that of the run's result",
  );
  assert.deepEqual([event.detail.run_id, event.workstream_id, others.length], [passedResult.run_id, "w", 0]);
  assert.deepEqual([...Deno.readDirSync(notes)].map(({ name }) => name), ["going.json"]);
  const elsewhere = join(stored.root, "no-directory");
  await Deno.writeTextFile(elsewhere, "");
  await Deno.writeTextFile(join(notes, "going.json"), note("019b7c5a-0000-7000-8000-00001a2b3c4e"));
  await stored.run(["flush", "--hub", hub.url], { XDG_STATE_HOME: elsewhere });
  assert.deepEqual([...Deno.readDirSync(notes)].map(({ name }) => name), ["going.json"]);
});

Deno.test("e2e flush ends with 130 when cancelled, and counts no try", async () => {
  await using stored = new StoredRuns();
  const [id = ""] = stored.finish(1);
  const asked = Promise.withResolvers<void>();
  await using hub = new RudeHub(() => Promise.resolve(asked.resolve()));
  const flush = stored.start(["flush", "--hub", hub.url]);
  await asked.promise;
  flush.kill("SIGINT");
  assert.deepEqual([(await flush.output()).code, stored.marks(id)], [130, []]);
});

Deno.test("e2e flush --json prints what it did, and --list shows a result of another version", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [good = "", odd = ""] = stored.finish(2);
  await Deno.writeTextFile(join(stored.runs, odd, "result.json"), '{"schema_version":0}');
  const { code, stdout } = await stored.run(["flush", "--json", "--hub", hub.url]);
  const { delivered, refused } = JSON.parse(stdout);
  const name = ({ path }: { path: string }) => path.slice(-36);
  assert.deepEqual([code, delivered.map(name), refused.map(name)], [7, [good], [odd]]);
  assert.match(
    (await stored.run(["flush", "--list"])).stdout,
    new RegExp(`^${odd.slice(-8)} +shop +\\? .*refused.*another version of the tool$`, "m"),
  );
});
