import assert from "node:assert/strict";
import { LIMITS, type Limits } from "../../../../lib/hub/server/limits.ts";
import { serve } from "../../../../lib/hub/server/serve.ts";
import { ask, event, post, temporaryDirectory } from "./fixture.ts";

const MiB = 1024 * 1024, SMALL_ANSWER = 64 * 1024;

/** A hub in this process, with limits of the test. */
async function openHub(limits: Partial<Limits> = {}) {
  const dir = temporaryDirectory(), stop = new AbortController(), listens = Promise.withResolvers<string>();
  const ended = serve({
    port: 0,
    address: "127.0.0.1",
    path: `${dir.path}/hub.db`,
    token: undefined,
    version: "0",
    now: Date.now,
    readResult: () => undefined,
    limits: { ...LIMITS, ...limits },
    log: () => {},
    signal: stop.signal,
    onListen: listens.resolve,
  });
  const url = await listens.promise;
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended;
      dir[Symbol.dispose]();
    },
  };
}

/** A connection that sends `text` and does not read. */
async function connect(url: string, text: string) {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(text));
  return connection;
}

/** Reads to the end of the connection. */
async function answerOf(connection: Deno.Conn): Promise<string> {
  return await new Response(connection.readable).text();
}

const incomplete = (method: string, path: string, type: string) =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: 1000\r\n\r\n{"a`;

const many = (count: number, item: unknown) => Array(count).fill(item);
const WRONG: Readonly<Record<string, unknown>> = {
  "500,000 wrong phases": event({ phases: many(500_000, 1) }),
  "500,000 wrong failures": event({ test: { results: { failures: many(500_000, 1) } } }),
  "200,000 lists as phases": event({ phases: many(200_000, []) }),
  "100 phases with three faults each": event({ phases: many(100, {}) }),
  "1000 failures without names": event({ test: { results: { failures: many(1000, {}) } } }),
  "a long wrong word": event({ outcome: "x".repeat(900_000) }),
  "a long wrong slug": event({ slug: "x".repeat(900_000) }),
  "a long wrong time": event({ started_at: "2".repeat(900_000) }),
  "a large number": JSON.stringify(event({ duration_ms: 7 })).replace(":7,", `:${"9".repeat(900_000)},`),
  "deep lists": `${"[".repeat(500_000)}${"]".repeat(500_000)}`,
  "deep objects in a field": JSON.stringify({ ...event(), more: 7 }).replace(
    '"more":7',
    `"more":${'{"a":'.repeat(150_000)}1${"}".repeat(150_000)}`,
  ),
};
for (const [what, body] of Object.entries(WRONG)) {
  Deno.test(`POST /progress/ refuses ${what} with a short answer`, async () => {
    await using hub = await openHub();
    const { status, json } = await post(hub.url, body);
    assert.equal(status, 422);
    assert.ok(JSON.stringify(json).length < SMALL_ANSWER, `${JSON.stringify(json).length} bytes`);
    assert.ok(json.fields.length <= 20, `${json.fields.length} fields`);
  });
}

Deno.test("POST /progress/ stores a body with very many keys, and refuses one that is compressed", async () => {
  await using hub = await openHub();
  const keys = Object.fromEntries(Array.from({ length: 60_000 }, (_, each) => [`key${each}`, 0]));
  assert.equal((await post(hub.url, event(keys))).status, 201);
  const zipped = new Blob([JSON.stringify(event())]).stream().pipeThrough(new CompressionStream("gzip"));
  const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
  assert.equal((await ask(`${hub.url}/progress/`, { method: "POST", headers, body: zipped })).status, 400);
});

Deno.test("the hub answers other wrong requests shortly", async () => {
  await using hub = await openHub();
  const long = "x".repeat(10_000), query = Array.from({ length: 1000 }, (_, each) => `wrong${each}=1`).join("&");
  for (
    const path of [`/${long}`, `/slugs/${long}`, `/runs/${long}`, `/progress/?${query}`, `/progress/?slug=${long}`]
  ) {
    const { status, json } = await ask(hub.url + path);
    assert.ok(status >= 400 && JSON.stringify(json).length < 4_000, `${path.slice(0, 20)}: ${status}`);
  }
  const headers = { "Content-Type": `text/${long}` };
  const answer = await ask(`${hub.url}/progress/`, { method: "POST", headers, body: "{}" });
  assert.ok(answer.status === 415 && JSON.stringify(answer.json).length < 4_000);
});

const BODIES: readonly (readonly [limit: "event" | "report", method: string, path: string, type: string])[] = [
  ["event", "POST", "/progress/", "application/json"],
  ["report", "PUT", `/runs/${crypto.randomUUID()}/report.html`, "text/html"],
];
for (const [limit, method, path, type] of BODIES) {
  Deno.test(`${method} of an incomplete ${limit} ends after a time, and only some may be open at once`, async () => {
    await using hub = await openHub({ [limit]: { bytes: MiB, ms: 1_000, atOnce: 5 } });
    const all = await Promise.all(Array.from({ length: 20 }, () => connect(hub.url, incomplete(method, path, type))));
    const answers = await Promise.all(all.map(answerOf));
    const statuses = answers.map((answer) => answer.slice(9, 12)).sort();
    assert.deepEqual(statuses, [...many(5, "408"), ...many(15, "503")]);
    assert.equal((await post(hub.url, event())).status, 201);
  });
}

Deno.test("POST /progress/ takes an event while as many incomplete ones are open as may be", async () => {
  await using hub = await openHub({ event: { bytes: MiB, ms: 60_000, atOnce: 3 } });
  const start = incomplete("POST", "/progress/", "application/json");
  const all = await Promise.all(many(9, start).map((text) => connect(hub.url, text)));
  for (let each = 0; each < 5; each++) assert.equal((await post(hub.url, event())).status, 201);
  for (const each of all) each.close();
});

Deno.test("POST /progress/ takes a body in tiny chunks, and one after another on a connection", async () => {
  await using hub = await openHub();
  const bytes = new TextEncoder().encode(JSON.stringify(event()));
  const body = ReadableStream.from(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
  const headers = { "Content-Type": "application/json" };
  assert.equal((await ask(`${hub.url}/progress/`, { method: "POST", headers, body })).status, 201);
  assert.notEqual((await post(hub.url, event())).headers.get("connection"), "close");
});

Deno.test("GET /progress/stream refuses more streams than it allows, until one ends", async () => {
  await using hub = await openHub({ streams: { atOnce: 3 } });
  const open = await Promise.all([1, 2, 3].map(() => fetch(`${hub.url}/progress/stream`)));
  assert.equal((await ask(`${hub.url}/progress/stream`)).status, 503);
  await open.pop()?.body?.cancel();
  for (;;) {
    const again = await fetch(`${hub.url}/progress/stream`);
    await again.body?.cancel();
    if (again.status === 200) break;
  }
  for (const { body } of open) await body?.cancel();
});

Deno.test("the hub closes connections with an incomplete request, and accepts only some", async () => {
  await using hub = await openHub({ connections: { atOnce: 10, requestMs: 1_000, idleMs: 30_000 } });
  const starts = [
    "",
    "POST /pro",
    "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
    incomplete("PUT", "/nowhere", "text/html"),
  ];
  const all = await Promise.all([...starts, ...starts, ...starts, ...starts].map((text) => connect(hub.url, text)));
  await Promise.all(all.map((each) => answerOf(each).catch(() => "")));
  assert.equal((await post(hub.url, event())).status, 201);
});

Deno.test("GET /progress/stream queues little for a client that does not read, and closes its connection", async () => {
  await using hub = await openHub({
    streams: { atOnce: 1 },
    connections: { atOnce: 10, requestMs: 30_000, idleMs: 2_000 },
  });
  for (let each = 0; each < 60; each++) {
    assert.equal((await post(hub.url, event({ more: "x".repeat(900_000) }))).status, 201);
  }
  using unread = await connect(hub.url, "GET /progress/stream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\n\r\n");
  for (let status = 503; status === 503;) {
    const again = await fetch(`${hub.url}/progress/stream`);
    await again.body?.cancel();
    status = again.status;
  }
  assert.ok(await bytesLeft(unread) < 30 * MiB);
});

/** Counts what is left to read on a connection that was closed. */
async function bytesLeft(connection: Deno.Conn): Promise<number> {
  const buffer = new Uint8Array(MiB);
  let bytes = 0;
  for (let read: number | null = 0; read !== null; bytes += read ?? 0) {
    read = await connection.read(buffer).catch(() => null);
  }
  return bytes;
}

Deno.test("GET /progress/ returns at most 32 MiB", async () => {
  await using hub = await openHub();
  for (let each = 0; each < 40; each++) await post(hub.url, event({ more: "x".repeat(1_000_000) }));
  const { json } = await ask(`${hub.url}/progress/?limit=1000`);
  assert.deepEqual([json.length, json[0].id], [33, 40]);
});
