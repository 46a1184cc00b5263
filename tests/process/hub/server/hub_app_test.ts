import assert from "node:assert/strict";
import { ask, startHub, temporaryDirectory } from "./fixture.ts";

Deno.test("hubApp() sends security headers", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  for (const path of ["/progress/", "/healthz", "/openapi.json", "/nowhere", "/runs/x/report.html"]) {
    const { headers } = await ask(hub.url + path);
    assert.deepEqual(
      ["x-content-type-options", "referrer-policy", "content-security-policy"].map((name) => headers.get(name)),
      ["nosniff", "no-referrer", "frame-ancestors 'self'"],
    );
    assert.equal(headers.get("access-control-allow-origin"), null);
  }
});

Deno.test("/openapi.json describes the fields of an event", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  const { json } = await ask(`${hub.url}/openapi.json`);
  const { required } = json.components.schemas.ProgressEvent;
  assert.deepEqual(required, ["summary", "event_type", "author", "detail"]);
});
