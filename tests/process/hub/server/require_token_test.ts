import assert from "node:assert/strict";
import { ask, event, post, startHub, temporaryDirectory } from "./fixture.ts";

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
