import assert from "node:assert/strict";
import { join } from "node:path";
import { deliver } from "../../../lib/hub/client/deliver.ts";
import type { DeliverOptions } from "../../../lib/hub/client/deliver_one.ts";
import { deliveryState } from "../../../lib/store/delivery_state.ts";
import { hubAddress } from "../../../lib/hub/client/hub_address.ts";
import { resultAt } from "../../../lib/runner/deliver_results.ts";
import { tryLock } from "../../../lib/files/try_lock.ts";
import { passedResult } from "../../unit/result/events.ts";
import { OddHub, RudeHub, type Seen } from "../hub/client/odd_hub.ts";
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
  assert.equal((await stored.run(["flush"], env)).stderr, `0 results were delivered to ${hub.url}\n`);
  assert.equal(hub.seen.length, 3);
  const written = ids.flatMap((id) => [...Deno.readDirSync(join(stored.runs, id))].map(({ name }) => join(id, name)));
  for (const file of written) {
    assert.doesNotMatch(Deno.readTextFileSync(join(stored.runs, file)), /correct horse/, file);
  }
});

for (const status of [408, 425, 429, 500, 503, 301, 307]) {
  Deno.test(`e2e flush tries a result again that was answered with ${status}`, async () => {
    await using stored = new StoredRuns();
    await using hub = new OddHub(() => new Response("not now", { status, headers: { Location: "http://elsewhere/" } }));
    const ids = stored.finish(2);
    const refused = await stored.run(["flush", "--hub", hub.url]);
    assert.equal(refused.code, 7);
    assert.match(refused.stderr, new RegExp(`2 results wait for the state-hub ${hub.url} \\(status ${status}: `));
    assert.deepEqual(ids.map((id) => stored.marks(id)), [["tries"], ["tries"]]);
    hub.answer = () => new Response("{}", { status: 201 });
    assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
    assert.deepEqual(keys(hub), [...ids, ...ids]);
    assert.deepEqual(ids.map((id) => deliveryState(join(stored.runs, id)).kind), ["delivered", "delivered"]);
  });
}

for (const status of [400, 401, 404, 413, 422]) {
  Deno.test(`e2e flush sets a result aside that was answered with ${status}, shows why, and sends it again when asked`, async () => {
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

Deno.test("e2e flush asks a hub that is not there once, however much waits", async () => {
  await using stored = new StoredRuns();
  const ids = stored.finish(3);
  await using hub = new RudeHub((connection) => Promise.resolve(connection.close()));
  const { code, stderr } = await stored.run(["flush", "--hub", hub.url]);
  assert.equal(code, 7);
  assert.match(stderr, /^3 results wait for the state-hub http:\/\/127\.0\.0\.1:\d+ \(.+\)$/m);
  assert.deepEqual([hub.connections, ids.map((id) => stored.marks(id))], [1, [["tries"], [], []]]);
});

const RUDE: Readonly<Record<string, (connection: Deno.Conn) => Promise<void>>> = {
  "dies before it answers": (connection) => Promise.resolve(connection.close()),
  "closes half-way through its answer": async (connection) => {
    await connection.write(new TextEncoder().encode("HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"));
    connection.close();
  },
  "answers with what is no HTTP": async (connection) => {
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

Deno.test("two tools at once post no result twice", async () => {
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

/** Delivers what waits, in this process. */
function delivery(stored: StoredRuns, hub: { readonly url: string }, more: Partial<DeliverOptions> = {}) {
  return deliver(stored.runs, {
    hub: { base: new URL(hub.url), url: new URL(hub.url), token: undefined },
    signal: new AbortController().signal,
    now: Date.now,
    eager: true,
    resultAt,
    pageAt: () => Promise.resolve("<p>"),
    ...more,
  });
}

const withPage = (put: () => Response) => ({ method, key }: Seen) =>
  method === "PUT" ? put() : Response.json({ report: `runs/${key}/report.html` }, { status: 201 });

Deno.test("deliver() sends a result again whose page did not arrive, and says so of one whose page is not wanted", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub(withPage(() => new Response("busy", { status: 503 })));
  const [id = ""] = stored.finish(1), path = join(stored.runs, id);
  const { waiting } = await delivery(stored, hub);
  assert.deepEqual([waiting, stored.marks(id)], [[{ path, why: "status 503: busy", taken: true }], ["tries"]]);
  hub.answer = withPage(() => new Response("too large", { status: 413 }));
  const { delivered } = await delivery(stored, hub);
  assert.deepEqual(delivered, [{ path, note: "its report was refused: status 413: too large" }]);
  assert.deepEqual(hub.seen.map(({ method, key }) => [method, key]), [["POST", id], ["PUT", null], ["POST", id], [
    "PUT",
    null,
  ]]);
});

Deno.test("deliver() sends the result of the run that has just ended, which a full disk kept from its file", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [older = "", own = ""] = stored.finish(2);
  await Deno.remove(join(stored.runs, own, "result.json"));
  await delivery(stored, hub, { own: { path: join(stored.runs, own), result: { ...passedResult, run_id: own } } });
  assert.deepEqual([keys(hub), stored.marks(own)], [[older, own], ["delivered"]]);
});

Deno.test("deliver() tries last what has been tried in vain three times, and counts no try that was broken off", async () => {
  await using stored = new StoredRuns();
  const [poison = "", good = ""] = stored.finish(2);
  await using hub = new OddHub(({ key }) => new Response("", { status: key === poison ? 500 : 429 }));
  for (let each = 0; each < 3; each++) await delivery(stored, hub);
  hub.answer = () => new Response("", { status: 201 });
  hub.seen.length = 0;
  await delivery(stored, hub);
  assert.deepEqual(keys(hub), [poison, good], "both were tried as often");
  const [stubborn = "", fresh = ""] = [...stored.finish(1), ...stored.finish(1)];
  hub.answer = ({ key }) => new Response("", { status: key === stubborn ? 500 : 429, headers: { "Retry-After": "1" } });
  const cancel = new AbortController();
  hub.answer = async () => {
    cancel.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return new Response("", { status: 201 });
  };
  await delivery(stored, hub, { signal: cancel.signal });
  assert.deepEqual([stored.marks(stubborn), stored.marks(fresh)], [[], []]);
  hub.answer = () => new Response("", { status: 500 });
  await Deno.rename(join(stored.runs, fresh, "result.json"), join(stored.root, "aside"));
  for (let each = 0; each < 3; each++) await delivery(stored, hub);
  await Deno.rename(join(stored.root, "aside"), join(stored.runs, fresh, "result.json"));
  hub.answer = () => new Response("", { status: 201 });
  hub.seen.length = 0;
  await delivery(stored, hub);
  assert.deepEqual(keys(hub), [fresh, stubborn]);
});

Deno.test("deliver() counts a try that its own time limit cut short, so that what hangs goes behind what does not", async () => {
  await using stored = new StoredRuns();
  const [hangs = "", good = ""] = stored.finish(2);
  let limit = new AbortController();
  await using hub = new OddHub(async ({ key }) => {
    if (key === hangs) {
      limit.abort();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return new Response("", { status: 201 });
  });
  const deliverOnce = () => delivery(stored, hub, { limit: (limit = new AbortController()).signal });
  for (let each = 0; each < 3; each++) await deliverOnce();
  assert.deepEqual([keys(hub), stored.marks(hangs), stored.marks(good)], [[hangs, hangs, hangs], ["tries"], []]);
  await deliverOnce();
  assert.deepEqual([keys(hub).slice(3), stored.marks(good)], [[good, hangs], ["delivered"]]);
});

Deno.test("deliver() tells of a result that another tool holds, and waits for it only so long", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [id = ""] = stored.finish(1), path = join(stored.runs, id);
  using lock = await Deno.open(join(path, "delivery.lock"), { write: true, create: true });
  assert.ok(await tryLock(lock));
  const { waiting } = await delivery(stored, hub, { limit: AbortSignal.timeout(300) });
  assert.deepEqual(waiting, [{ path, why: "another process is delivering it", taken: false }]);
});

Deno.test("e2e flush leaves the note of a run whose tool is at work here, and one that cannot be stored; and tells of others with their ids", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [going = ""] = stored.finish(1), notes = join(stored.root, "host/abandoned");
  await Deno.remove(join(stored.runs, going, "result.json")); // its owner is this process
  await Deno.mkdir(notes, { recursive: true });
  const note = (run_id: string) => {
    const run = {
      run_id,
      slug: "shop",
      project: "e2e-shop-1",
      host: "h",
      owner: "o",
      tool_version: "1",
      repository: "/r",
    };
    const more = { started_at: passedResult.started_at, state_hub: { workstream_id: "w", task_id: "t" } };
    return JSON.stringify({ reason: "why", at: passedResult.ended_at, run: { ...run, ...more } });
  };
  await Deno.writeTextFile(join(notes, "going.json"), note(going));
  await Deno.writeTextFile(join(notes, "lost.json"), note(passedResult.run_id));
  assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
  const [event, ...others] = hub.seen.map(({ body }) => JSON.parse(body));
  assert.deepEqual([event.detail.run_id, event.workstream_id, others.length], [passedResult.run_id, "w", 0]);
  assert.deepEqual([...Deno.readDirSync(notes)].map(({ name }) => name), ["going.json"]);
  const elsewhere = join(stored.root, "no-directory");
  await Deno.writeTextFile(elsewhere, "");
  await Deno.writeTextFile(join(notes, "going.json"), note("019b7c5a-0000-7000-8000-00001a2b3c4e"));
  await stored.run(["flush", "--hub", hub.url], { XDG_STATE_HOME: elsewhere });
  assert.deepEqual([...Deno.readDirSync(notes)].map(({ name }) => name), ["going.json"]);
});

Deno.test("e2e flush that is cancelled ends with 130, and counts no try", async () => {
  await using stored = new StoredRuns();
  const [id = ""] = stored.finish(1);
  const asked = Promise.withResolvers<void>();
  await using hub = new RudeHub(() => Promise.resolve(asked.resolve()));
  const flush = stored.start(["flush", "--hub", hub.url]);
  await asked.promise;
  flush.kill("SIGINT");
  assert.deepEqual([(await flush.output()).code, stored.marks(id)], [130, []]);
});

Deno.test("e2e flush tells what it did as JSON, and lists a result of another version", async () => {
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

Deno.test("deliver() leaves what is not due, doubles the pause, and does as Retry-After says", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub(() => new Response("", { status: 503 }));
  const [id = ""] = stored.finish(1);
  let nowMs = 1_000_000;
  const pass = () => delivery(stored, hub, { now: () => nowMs, eager: false });
  const nextS = () => {
    const state = deliveryState(join(stored.runs, id));
    return state.kind === "waiting" ? (state.nextMs - nowMs) / 1000 : NaN;
  };
  await pass();
  assert.deepEqual([hub.seen.length, nextS()], [1, 60]);
  await pass();
  assert.equal(hub.seen.length, 1);
  nowMs += 60_000;
  await pass();
  assert.deepEqual([hub.seen.length, nextS()], [2, 120]);
  nowMs += 120_000;
  hub.answer = () => new Response("", { status: 429, headers: { "Retry-After": "7" } });
  await pass();
  assert.deepEqual([hub.seen.length, nextS()], [3, 7]);
});

Deno.test("e2e show --open opens the report with the desktop's program, and says where it lies when there is none", async () => {
  await using stored = new StoredRuns();
  const [id = ""] = stored.finish(1);
  const report = join(stored.runs, id, "report.html");
  const show = (PATH: string) => stored.run(["show", id, "--open"], { PATH });
  const missing = await show("/nowhere");
  assert.deepEqual([missing.code, missing.stderr], [
    2,
    `The run has no report: ${report} is not there\nhint: e2e history\n`,
  ]);
  await Deno.writeTextFile(report, "<p>");
  const alone = await show("/nowhere");
  assert.equal(alone.code, 2);
  assert.match(alone.stderr, new RegExp(`^Cannot open the report: .*\nhint: open ${report} in a browser$`, "m"));
  for (const name of ["xdg-open", "open"]) {
    await Deno.writeTextFile(join(stored.root, name), `#!/bin/sh\necho "$1" >"${stored.root}/opened"\n`, {
      mode: 0o755,
    });
  }
  assert.equal((await show(`${stored.root}:/usr/bin:/bin`)).code, 0);
  assert.equal(await Deno.readTextFile(join(stored.root, "opened")), `${report}\n`);
});

Deno.test("hubAddress() takes what is named, else the environment's, else the fallback; and none", () => {
  const at = (named: string | undefined, env: Readonly<Record<string, string>> = {}) =>
    hubAddress((name) => env[name], { named, fallback: "http://127.0.0.1:8000" })?.url.href;
  assert.equal(at(undefined), "http://127.0.0.1:8000/progress/");
  assert.equal(
    at(undefined, { STATE_HUB_URL: "https://hub/api/", STATE_HUB_PATH: "events" }),
    "https://hub/api/events",
  );
  assert.equal(at("http://other", { STATE_HUB_URL: "https://hub" }), "http://other/progress/");
  assert.deepEqual([at("none"), at(undefined, { STATE_HUB_URL: "none" })], [undefined, undefined]);
  assert.throws(() => at("ftp://hub"), {
    message: /^--hub is "ftp:\/\/hub": expected an http or https URL, or none$/,
  });
  for (const bad of ["https://ci:pa/ss@hub", "ci:pass@hub:8000", "ftp://ci:p@ss@hub"]) {
    assert.throws(() => at(bad), { message: /^--hub is "(https:\/\/|ftp:\/\/)?\*\*\*@hub(:8000)?": / });
  }
  assert.throws(() => at(undefined, { STATE_HUB_URL: "hub" }), { message: /^STATE_HUB_URL is "hub"/ });
});
