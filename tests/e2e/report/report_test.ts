import assert from "node:assert/strict";
import { join } from "node:path";
import { OddHub } from "../../process/hub/client/odd_hub.ts";
import { webCompose, webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];
const sent = (hub: OddHub) => hub.seen.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));

const ENDS: Readonly<Record<string, { readonly more: Readonly<Record<string, unknown>>; readonly compose?: string }>> =
  {
    passed: { more: {} },
    failed: { more: { test_command: "exit 3" } },
    "timed-out": { more: { test_command: "sleep 60", timeout: 1 } },
    "no-tests": { more: { test_command: "nosuchprogram" } },
    unhealthy: { more: {}, compose: webCompose().replace("httpd -f", "exit 7; httpd -f") },
  };

for (const [outcome, { more, compose }] of Object.entries(ENDS)) {
  Deno.test(`e2e run delivers the result of a run that ends as ${outcome} once, with the contract's ids`, async () => {
    await using world = new World();
    await using hub = new OddHub();
    const state_hub = { workstream_id: "b68de20b-e397-4f97-b1be-ad30711fc2a6" };
    const repository = await world.repository(webRepository({ ...more, state_hub }, compose));
    const env = { STATE_HUB_URL: hub.url, STATE_HUB_TASK_ID: "0d92ac62-dc04-495c-85fa-13a66ffe611a" };
    await world.run([repository, ...LOCAL], env);
    const { run_id, outcome: found } = await world.result();
    const [event, ...others] = sent(hub);
    assert.deepEqual([found, event.detail.outcome, event.detail.run_id, others.length], [outcome, outcome, run_id, 0]);
    assert.match(event.summary, new RegExp(`^e2e web ${outcome}.* \\(.* s, local\\)$`));
    assert.deepEqual([event.workstream_id, event.task_id], [state_hub.workstream_id, env.STATE_HUB_TASK_ID]);
    assert.equal(hub.seen[0]?.key, run_id);
  });
}

Deno.test("e2e run delivers the result of a cancelled run; a later run delivers that of an interrupted one", async () => {
  await using world = new World();
  await using hub = new OddHub();
  const repository = await world.repository(webRepository({ test_command: "echo here; sleep 60" }));
  const env = { STATE_HUB_URL: hub.url, E2E_LEASE: "3" };
  const cancelled = world.start([repository, ...LOCAL], env);
  await cancelled.says("here");
  Deno.kill(cancelled.pid, "SIGINT");
  assert.equal((await cancelled.ended).code, 130);
  const killed = world.start([repository, ...LOCAL], env);
  await killed.says("here");
  Deno.kill(killed.pid, "SIGKILL");
  await killed.ended;
  await world.until("the host removes it", async () => (await world.inventory()).length === 0);
  const passing = await world.repository(webRepository(), "passing");
  assert.equal((await world.run([passing, ...LOCAL], env)).code, 0);
  assert.deepEqual(sent(hub).map(({ detail }) => detail.outcome), ["cancelled", "infra", "passed"]);
  assert.match(sent(hub)[1].summary, /^e2e web infra in down: Abandoned: /);
});

Deno.test("e2e run shows undelivered results when the hub is not running, and fails only with --strict-report", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository());
  const env = { STATE_HUB_URL: "http://127.0.0.1:1" };
  const first = await world.run([repository, ...LOCAL], env);
  assert.equal(first.code, 0, first.stderr);
  assert.match(
    first.stderr,
    /✓ passed: web[\s\S]*\n1 result is not yet delivered to the state-hub http:\/\/127\.0\.0\.1:1 \(.+\)\n {2}e2e flush/,
  );
  const strict = await world.run([repository, ...LOCAL, "--strict-report"], env);
  assert.equal(strict.code, 7);
  assert.match(strict.stderr, /^2 results are not yet delivered/m);
  const quiet = await world.run([repository, ...LOCAL, "--quiet"], env);
  assert.deepEqual([quiet.code, quiet.stderr], [0, ""]);
  const none = await world.run([repository, ...LOCAL, "--hub", "none", "--strict-report"], env);
  assert.equal(none.code, 0, none.stderr);
  await using hub = new OddHub();
  assert.equal((await world.run(["flush", "--hub", hub.url])).code, 0);
  assert.deepEqual(sent(hub).map(({ detail }) => detail.outcome), ["passed", "passed", "passed"]);
});

Deno.test("e2e run masks a secret in all that it writes and sends, in any shape that the tests print", async () => {
  const secret = "correct horse/battery+staple";
  await using world = new World();
  await using hub = new OddHub((seen) =>
    seen.method === "PUT"
      ? new Response(null, { status: 204 })
      : Response.json({ report: `runs/${seen.key}/report.html` }, { status: 201 })
  );
  const shapes = [
    'echo "plain $S"',
    'printf correct\\ ; sleep 0.2; echo "horse/battery+staple"',
    'printf %s "$S" | base64; printf "user:%s" "$S" | base64',
    "echo correct%20horse%2Fbattery%2Bstaple; echo '\"correct horse\\/battery+staple\"'",
    'echo "https://ana:hunter2hunter2@host/path"; echo "$S" >&2; echo "$S" >"$E2E_ARTIFACTS/note"; exit 3',
  ];
  const compose = webCompose('    environment: { S: "${S}" }\n').replace('sh -c "', 'sh -c "echo service has $$S; ');
  const repository = await world.repository(
    webRepository({ secrets: ["S"], test_command: shapes.join("; ") }, compose),
  );
  const env = { S: secret, STATE_HUB_URL: hub.url, STATE_HUB_TOKEN: "token-of-the-hub" };
  const { code, stdout, stderr } = await world.run([repository, ...LOCAL], env);
  assert.equal(code, 1, stderr);
  const texts = new Map([["stdout", stdout], ["stderr", stderr], [
    "sent",
    JSON.stringify(hub.seen.map(({ body }) => body)),
  ]]);
  for await (const path of files(join(world.state, "e2e/runs"))) texts.set(path, await Deno.readTextFile(path));
  assert.deepEqual(hub.seen.map(({ method }) => method), ["POST", "PUT"]);
  assert.match(texts.get("stderr") ?? "", /plain \*\*\*/);
  const forbidden = [
    secret,
    "correct%20horse%2F",
    btoa(secret),
    btoa(`user:${secret}`),
    "hunter2hunter2",
  ];
  for (const [name, text] of texts) {
    for (const each of [...forbidden, "token-of-the-hub"]) assert.ok(!text.includes(each), `${name} contains ${each}`);
  }
});

async function* files(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) yield* files(path);
    else yield path;
  }
}
