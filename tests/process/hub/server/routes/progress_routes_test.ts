import assert from "node:assert/strict";
import { ask, event, post, startHub, temporaryDirectory } from "../fixture.ts";

Deno.test("POST /progress/ stores one event per key", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const body = event(), { run_id } = body.detail;
  const first = await post(hub.url, body);
  assert.deepEqual([first.status, first.json], [201, { id: 1, report: `runs/${run_id}/report.html` }]);
  const again = await post(hub.url, { ...body, summary: "another" });
  assert.deepEqual([again.status, again.json], [200, first.json]);
  assert.equal((await post(hub.url, body, { "Idempotency-Key": "a key" })).status, 201);
  assert.equal((await post(hub.url, event(), { "Idempotency-Key": "a key" })).json.id, 2);
  const { json } = await ask(`${hub.url}/progress/`);
  assert.deepEqual(json.map(({ id, summary }: { id: number; summary: string }) => [id, summary]), [
    [2, body.summary],
    [1, body.summary],
  ]);
});

Deno.test("POST /progress/ stores one event of many simultaneous posts with one key", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const body = event();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(hub.url, body)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(19).fill(200), 201]);
  assert.deepEqual(new Set(answers.map(({ json }) => json.id)), new Set([1]));
  assert.equal((await ask(`${hub.url}/progress/`)).json.length, 1);
});

Deno.test("POST /progress/ accepts other events with any detail, and treats each one as new", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const body = { summary: "s", event_type: "constructor", author: "a", detail: { slug: 3 } };
  assert.deepEqual((await post(hub.url, body)).json, { id: 1 });
  assert.deepEqual((await post(hub.url, body)).json, { id: 2 });
});

Deno.test("POST /progress/ names each invalid field", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const wrong = async (body: unknown) => {
    const { status, json } = await post(hub.url, body);
    assert.equal(status, 422, JSON.stringify(json));
    for (const { path } of json.fields) assert.ok(path === "" || json.error.includes(`at ${path}`), json.error);
    return json.fields.map(({ path }: { path: string }) => path);
  };
  const good = event();
  const phase = { ...good.detail.phases[0], ms: -1 };
  assert.deepEqual(await wrong({ ...good, author: undefined, summary: 3 }), ["summary", "author"]);
  assert.deepEqual(await wrong({ ...good, detail: [] }), ["detail"]);
  assert.deepEqual(await wrong({ ...good, task_id: 3 }), ["task_id"]);
  assert.deepEqual(await wrong(event({ run_id: "x", slug: "../x", outcome: undefined, host: "" })), [
    "detail.run_id",
    "detail.slug",
    "detail.outcome",
    "detail.host",
  ]);
  assert.deepEqual(await wrong(event({ started_at: "yesterday", ended_at: 3, duration_ms: 1.5 })), [
    "detail.started_at",
    "detail.ended_at",
    "detail.duration_ms",
  ]);
  assert.deepEqual(await wrong(event({ phases: [good.detail.phases[0], phase] })), ["detail.phases[1].ms"]);
  assert.deepEqual(await wrong(event({ test: { results: { failures: ["a"] } } })), ["detail.test.results.failures[0]"]);
  const change = (more: Readonly<Record<string, unknown>>, at = "2026-01-01T00:00:00Z") => {
    const schedule = { id: "shop", cron: "0 3 * * 0", zone: "UTC", ...more };
    return { ...good, event_type: "e2e_schedule", detail: { slug: "shop", host: "h", at, schedule } };
  };
  assert.equal((await post(hub.url, change({}))).status, 201);
  for (const cron of ["xxx", "* * 31 2,4,6,9,11 */2", "0 3 L * *", "0 3 * * 5#2", "0 3 15W * *"]) {
    assert.deepEqual(await wrong(change({ cron })), ["detail.schedule.cron"]);
  }
  assert.deepEqual(await wrong(change({ zone: "Nowhere" })), ["detail.schedule.zone"]);
  assert.deepEqual(await wrong(change({}, "9999-12-31T00:00:00Z")), ["detail.at"]);
  const keys = Object.fromEntries(Array.from({ length: 66_000 }, (_, index) => [`k${index}`, 0]));
  assert.deepEqual(await wrong({ ...good, ...keys }), [""]);
  assert.deepEqual(await wrong({ ...good, event_type: "note", detail: { keys } }), [""]);
  assert.deepEqual(await wrong({ ...good, more: Object.keys(keys) }), [""]);
  assert.deepEqual(await wrong("[]"), [""]);
  const deep = JSON.stringify(good).replace("null", `${"[".repeat(50_000)}${"]".repeat(50_000)}`);
  assert.deepEqual(await wrong(deep.replace('"workstream_id"', '"more"')), [""]);
  assert.equal((await ask(`${hub.url}/progress/`)).json.length, 1);
});

Deno.test("POST /progress/ refuses a body that is not JSON, not declared as JSON, or larger than 1 MiB", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  assert.equal((await post(hub.url, '{"a')).status, 400);
  assert.equal((await post(hub.url, "")).status, 400);
  for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
    assert.equal((await post(hub.url, event(), { "Content-Type": type })).status, 415);
  }
  assert.equal((await post(hub.url, event(), { "Content-Type": "Application/JSON; charset=utf-8" })).status, 201);
  const sized = (bytes: number) => {
    const rest = JSON.stringify(event({ more: "" })).length;
    return JSON.stringify(event({ more: "x".repeat(bytes - rest) }));
  };
  assert.equal((await post(hub.url, sized(1024 * 1024))).status, 201);
  const large = sized(1024 * 1024 + 1);
  assert.equal((await post(hub.url, large)).status, 413);
  // without a Content-Length header
  const body = new Blob([large]).stream();
  const headers = { "Content-Type": "application/json" };
  assert.equal((await ask(`${hub.url}/progress/`, { method: "POST", headers, body })).status, 413);
  assert.equal((await ask(`${hub.url}/progress/`)).json.length, 2);
});

Deno.test("GET /progress/ returns every text as it was posted", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const texts = [
    `'); DROP TABLE events; --`,
    `" OR 1=1 --`,
    `<script>alert(1)</script><img src=x onerror=alert(1)>`,
    `line\r\nline\u2028\u0000\ud800 ✓ \u202e {{7*7}} $(id) %00 ../..`,
  ];
  for (const text of texts) {
    const body = {
      ...event({
        outcome: text,
        host: text,
        schedule: { id: text, cron: text, zone: text },
        reason: { phase: text, message: text, detail: [text] },
        phases: [{ name: text, status: text, ms: 1 }],
        test: { results: { failures: [{ name: text, message: text }] } },
        [text]: { [text]: [text, 1.5, null, true] },
      }),
      summary: text,
      author: text,
      workstream_id: text,
      task_id: text,
      more: text,
    };
    assert.equal((await post(hub.url, body)).status, 201);
    const { json: [{ id: _, received_at: __, ...got }] } = await ask(`${hub.url}/progress/?limit=1`);
    assert.deepEqual(got, body);
    const query = new URLSearchParams({ outcome: text.replace("\ud800", "") });
    assert.equal((await ask(`${hub.url}/progress/?${query}`)).status, 200);
  }
  assert.equal((await ask(`${hub.url}/progress/`)).json.length, texts.length);
});

Deno.test("GET /progress/ filters events, and refuses an unknown or invalid filter", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  await post(hub.url, event());
  await post(hub.url, event({ slug: "blog", outcome: "failed" }));
  await post(hub.url, event({ slug: "blog" }));
  await post(hub.url, { ...event(), event_type: "note" });
  const ids = async (query: string) =>
    (await ask(`${hub.url}/progress/${query}`)).json.map(({ id }: { id: number }) => id);
  assert.deepEqual(await ids(""), [4, 3, 2, 1]);
  assert.deepEqual(await ids("?limit=2"), [4, 3]);
  assert.deepEqual(await ids("?slug=blog"), [3, 2]);
  assert.deepEqual(await ids("?slug=blog&outcome=failed"), [2]);
  assert.deepEqual(await ids("?event_type=note"), [4]);
  assert.deepEqual(await ids("?outcome=passed&limit=1"), [3]);
  const { json: [, third] } = await ask(`${hub.url}/progress/`);
  assert.deepEqual(await ids(`?since=${third.received_at}&slug=blog`), [3]);
  assert.deepEqual(await ids("?since=2100-01-01T00:00:00%2B02:00"), []);
  for (const wrong of ["limit=0", "limit=1001", "limit=x", "since=yesterday", "slug=", "slug=a&slug=b", "slgu=a"]) {
    const { status, json } = await ask(`${hub.url}/progress/?${wrong}`);
    assert.deepEqual([wrong, status, json.fields.length], [wrong, 422, 1]);
  }
  const change = { slug: "shop", host: "railiance01", at: "2026-01-01T00:00:00.000Z", schedule: null };
  await post(hub.url, { ...event(), event_type: "e2e_schedule", detail: change });
  assert.deepEqual(await ids("?slug=shop&event_type=e2e_schedule"), [5]);
  assert.equal((await ask(`${hub.url}/`)).status, 200);
});
