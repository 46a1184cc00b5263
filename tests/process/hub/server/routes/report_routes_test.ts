import assert from "node:assert/strict";
import { passedResult } from "../../../../unit/result/events.ts";
import { ask, event, post, startHub, temporaryDirectory } from "../fixture.ts";

const put = (url: string, body: BodyInit, type = "text/html") =>
  ask(url, { method: "PUT", headers: { "Content-Type": type }, body });

Deno.test("PUT /runs/ID/report.html stores the last report of a known run, and GET serves it sandboxed", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const path = (await post(hub.url, event())).json.report, url = `${hub.url}/${path}`;
  assert.equal((await ask(url)).status, 404);
  assert.equal((await put(url, "<p>one")).status, 204);
  assert.equal((await put(url, "<p>✓<script>two()</script>")).status, 204);
  const { status, headers, json } = await ask(url);
  assert.deepEqual([status, json], [200, "<p>✓<script>two()</script>"]);
  assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(
    headers.get("content-security-policy"),
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; " +
      "frame-ancestors 'self'",
  );
});

Deno.test("GET /runs/ID shows a run with any value of cut, and the event of another version as JSON", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  for (const [index, cut] of [null, "x", [1], ["all texts"]].entries()) {
    const run_id = `019b7c5a-0000-7000-8000-00000000000${index}`;
    assert.equal((await post(hub.url, { ...event(), detail: { ...passedResult, run_id, cut } })).status, 201);
    const page = await ask(`${hub.url}/runs/${run_id}`);
    assert.deepEqual([page.status, /Clean-up/.test(page.json)], [200, true], JSON.stringify(cut));
  }
  const other = event();
  await post(hub.url, other);
  const page = await ask(`${hub.url}/runs/${other.detail.run_id}`);
  assert.deepEqual([page.status, /Another version of the tool/.test(page.json)], [200, true]);
});

Deno.test("PUT /runs/ID/report.html refuses unknown runs, other types, and more than 10 MiB", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const url = `${hub.url}/${(await post(hub.url, event())).json.report}`;
  assert.equal((await put(`${hub.url}/runs/${crypto.randomUUID()}/report.html`, "x")).status, 404);
  assert.equal((await put(`${hub.url}/runs/..%2f/report.html`, "x")).status, 422);
  for (const type of ["text/plain", "text/html5", ""]) assert.equal((await put(url, "x", type)).status, 415);
  assert.equal((await put(url, new Uint8Array(10 * 1024 * 1024 + 1))).status, 413);
  assert.equal((await ask(url)).status, 404);
  const large = "x".repeat(10 * 1024 * 1024);
  assert.equal((await put(url, large, "Text/HTML; charset=utf-8")).status, 204);
  assert.equal((await ask(url)).json, large);
});
