import assert from "node:assert/strict";
import { ask, event, post, startHub, temporaryDirectory } from "./fixture.ts";

/** Sends a request without `fetch`, which sets its own Host. */
async function statusFor(url: string, lines: readonly string[], body = ""): Promise<number> {
  const { hostname, port } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const [first, ...headers] = lines;
  const all = [`${first} HTTP/1.1`, ...headers, "Connection: close", `Content-Length: ${body.length}`, "", body];
  await connection.write(new TextEncoder().encode(all.join("\r\n")));
  const text = await new Response(connection.readable).text();
  return Number(text.split(" ")[1]);
}

Deno.test("guard() accepts only loopback names as Host on a loopback address", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  for (const host of ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:8000"]) {
    assert.deepEqual([host, await statusFor(hub.url, ["GET /progress/", `Host: ${host}`])], [host, 200]);
  }
  for (const host of ["evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "192.168.1.1", ""]) {
    assert.deepEqual([host, await statusFor(hub.url, ["GET /progress/", `Host: ${host}`])], [host, 421]);
  }
  assert.equal(await statusFor(hub.url, ["GET /healthz", "Host: evil.example"]), 421);
});

Deno.test("guard() refuses a write from a page of another origin", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  for (
    const origin of ["http://evil.example", "null", "http://localhost", "http://127.0.0.1:1", `${hub.url}.evil.example`]
  ) {
    const type = "Content-Type: application/json";
    const lines = ["POST /progress/", `Host: ${new URL(hub.url).host}`, `Origin: ${origin}`, type];
    assert.deepEqual([origin, await statusFor(hub.url, lines, JSON.stringify(event()))], [origin, 403]);
  }
  assert.deepEqual((await ask(`${hub.url}/progress/`)).json, []);
  assert.equal((await post(hub.url, event(), { Origin: hub.url })).status, 201);
});
