import assert from "node:assert/strict";
import { ask, event, failingHub, post, startHub, temporaryDirectory } from "./fixture.ts";

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

const TOKEN = "a token of some length";

Deno.test("requireToken() refuses requests without the token", async () => {
  using dir = temporaryDirectory();
  const file = `${dir.path}/token`;
  Deno.writeTextFileSync(file, `${TOKEN}\nmore\n`, { mode: 0o600 });
  await using hub = await startHub(`${dir.path}/hub.db`, "--token-file", file);
  const basic = (password: string) => ({ Authorization: `Basic ${btoa(`ana:${password}`)}` });
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const get = (headers: Record<string, string>) => ask(`${hub.url}/progress/`, { headers });
  const refused = await get({});
  assert.equal(refused.status, 401);
  assert.match(refused.headers.get("www-authenticate") ?? "", /^Basic realm=/);
  assert.equal((await get(basic("a token"))).status, 401);
  assert.equal((await get(basic(TOKEN))).status, 200);
  assert.equal((await post(hub.url, event())).status, 401);
  assert.equal((await post(hub.url, event(), basic(TOKEN))).status, 401);
  for (const wrong of ["", "x", `${TOKEN}x`, TOKEN.toUpperCase()]) {
    assert.deepEqual([wrong, (await post(hub.url, event(), bearer(wrong))).status], [wrong, 401]);
  }
  assert.equal((await post(hub.url, event(), bearer(TOKEN))).status, 201);
  for (const path of ["/openapi.json", "/progress/stream", "/nowhere"]) {
    assert.deepEqual([path, (await ask(hub.url + path)).status], [path, 401]);
  }
  assert.deepEqual((await ask(`${hub.url}/healthz`)).json, { status: "ok", attachments: true });
  assert.equal(await hub.stop(), 0);
  assert.ok(!hub.said().includes(TOKEN));
});

Deno.test("readTokenFile() refuses a file that other users can read, and a short token", async () => {
  using dir = temporaryDirectory();
  const file = `${dir.path}/token`;
  const start = () => failingHub("--port", "0", "--db", `${dir.path}/hub.db`, "--token-file", file);
  assert.match((await start()).stderr, /^Cannot read the token file ".*\/token": /);
  Deno.writeTextFileSync(file, TOKEN, { mode: 0o640 });
  Deno.chmodSync(file, 0o640);
  const open = await start();
  assert.match(
    open.stderr,
    /^Other users can read the token file ".*": expected mode 600, found 640\nhint: chmod 600 /,
  );
  assert.equal(open.code, 2);
  Deno.chmodSync(file, 0o600);
  Deno.writeTextFileSync(file, "fifteen letters\n and more");
  assert.match((await start()).stderr, /has 15 characters: expected at least 16/);
});
