import assert from "node:assert/strict";
import { ask, last } from "./ask.ts";
import { DockerHost, sleeper } from "./fixture.ts";

/** A web server on loopback that answers with the status in the path. */
function web() {
  let asked = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/host") return new Response(request.headers.get("host"));
    if (pathname === "/third") return new Response("", { status: ++asked < 3 ? 503 : 200 });
    if (pathname === "/moved") return new Response(null, { status: 302, headers: { location: "/404" } });
    return new Response('{"status": "UP"}', { status: Number(pathname.slice(1)) });
  });
  return { server, url: `http://127.0.0.1:${server.addr.port}` };
}

Deno.test("ready.sh runs http checks side by side until all succeed, and ignores proxies and ~/.curlrc", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const { server, url } = web();
  Object.assign(host.env, { http_proxy: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1", HOME: host.root });
  await Deno.writeTextFile(`${host.root}/.curlrc`, `connect-to = "::127.0.0.1:1"\n`);
  const report = await ask(host, sandbox, [
    ["plain", "http", `${url}/200`, "9", "-", "-"],
    ["third", "http", `${url}/third`, "9", "-", "-"],
    ["moved", "http", `${url}/moved`, "9", "-", "-"],
    ["status", "http", `${url}/404`, "9", "40[14]", "-"],
    ["body", "http", `${url}/200`, "9", "-", '"status": *"UP"'],
  ]);
  assert.equal(report.code, 0);
  assert.deepEqual(
    ["plain", "third", "moved", "status", "body"].map((name) => last(report, name)),
    Array(5).fill(["ok", "ok"]),
  );
  assert.deepEqual(report.lines.find(([name]) => name === "third"), ["third", "wait", "status 503"]);
  assert.equal((await host.down(sandbox)).code, 0);
  await server.shutdown();
});

Deno.test("ready.sh reports a check that timed out, and why the others still wait", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const { server, url } = web();
  const report = await ask(host, sandbox, [
    ["late", "http", `${url}/500`, "1", "-", "-"],
    ["body", "http", `${url}/200`, "60", "-", "DOWN"],
    ["none", "http", "http://127.0.0.1:1/", "60", "-", "-"],
    ["name", "http", "http://no-such-host.invalid/", "60", "-", "-"],
    ["closed", "tcp", "127.0.0.1:1", "60", "-", "-"],
    ["unknown", "service", "db", "60", "-", "-"],
  ]);
  assert.equal(report.code, 3);
  assert.deepEqual([last(report, "late"), last(report, "body"), last(report, "none"), last(report, "closed")], [
    ["late", "status 500"],
    ["wait", "status 200, body differs"],
    ["wait", "refused"],
    ["wait", "refused"],
  ]);
  assert.match(last(report, "name")?.[1] ?? "", /resolve/);
  assert.deepEqual(last(report, "unknown"), ["wait", "no container"]);
  assert.equal((await host.down(sandbox)).code, 0);
  await server.shutdown();
});

Deno.test("ready.sh reports a tcp check as ok only when the connection stays open", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const keeps = Deno.listen({ port: 0, hostname: "127.0.0.1" }),
    hangsUp = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const kept: Deno.Conn[] = [];
  const serving = [
    (async () => {
      for await (const each of keeps) kept.push(each);
    })(),
    (async () => {
      for await (const each of hangsUp) each.close();
    })(),
  ];
  const report = await ask(host, sandbox, [
    ["keeps", "tcp", `127.0.0.1:${keeps.addr.port}`, "9", "-", "-"],
    ["hangs-up", "tcp", `127.0.0.1:${hangsUp.addr.port}`, "1", "-", "-"],
  ]);
  assert.equal(report.code, 3);
  assert.deepEqual([last(report, "keeps"), last(report, "hangs-up")], [["ok", "ok"], ["late", "closed at once"]]);
  for (const each of [...kept, keeps, hangsUp]) each.close();
  await Promise.all(serving);
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("ready.sh keeps the name in the URL, connects where it is told to, and takes brackets as they are", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const { server } = web(), at = `127.0.0.1:${server.addr.port}`;
  const tcp = Deno.listen({ port: 0, hostname: "127.0.0.1" }), kept: Deno.Conn[] = [];
  const serving = (async () => {
    for await (const each of tcp) kept.push(each);
  })();
  const report = await ask(host, sandbox, [
    ["name", "http", "http://app.localhost:19703/host", "9", at, "-", "-", "^app\\.localhost:19703$"],
    ["dot", "http", "http://App.localhost.:1/host", "9", at, "-", "-", "localhost"],
    ["hosts-file", "http", "http://localhost:1/host", "9", `localhost?${at}`, "-", "-", "^localhost:1$"],
    ["elsewhere", "http", `http://${at}/host`, "9", "no-such-host.invalid?127.0.0.1:1", "-", "-", "-"],
    ["brackets", "http", `http://${at}/200?filter[state]=up&any={a,b}&range=[1-3]`, "9", "-", "-", "-", "-"],
    ["tcp", "tcp", "db.localhost:5432", "9", `127.0.0.1:${tcp.addr.port}`, "-", "-", "-"],
    ["tcp-name", "tcp", "localhost:1", "9", `localhost?127.0.0.1:${tcp.addr.port}`, "-", "-", "-"],
  ]);
  assert.equal(report.code, 0, report.lines.join("\n"));
  for (const each of [...kept, tcp]) each.close();
  await serving;
  assert.equal((await host.down(sandbox)).code, 0);
  await server.shutdown();
});

const healthy = (test: string) => ({ healthcheck: { test: ["CMD-SHELL", test], interval: "1s", retries: 1 } });

Deno.test("ready.sh checks services: healthy, running without a healthcheck, ended without an error", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  await host.up(sandbox, {
    services: { db: sleeper(healthy("true")), plain: sleeper(), once: sleeper({ command: ["true"] }) },
  });
  const report = await ask(
    host,
    sandbox,
    ["db", "plain", "once"].map((name) => [`${name}-is-up`, "service", name, "9", "-", "-"]),
  );
  assert.equal(report.code, 0, report.lines.join("\n"));
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("ready.sh ends when a container ends with an error and is not restarted", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  await host.up(sandbox, { services: { web: sleeper(), db: sleeper({ command: ["sh", "-c", "sleep 1; exit 7"] }) } });
  const report = await ask(host, sandbox, [["web", "http", "http://127.0.0.1:1/", "60", "-", "-"]]);
  assert.deepEqual([report.code, last(report, "db"), last(report, "web")], [3, ["exited", "code 7"], [
    "wait",
    "refused",
  ]]);
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("ready.sh exits with 4 when the containers are removed, and when the Engine does not answer for 15 s", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  await host.up(sandbox, { services: { web: sleeper({ restart: "on-failure" }) } });
  const asking = ask(host, sandbox, [["web", "http", "http://127.0.0.1:1/", "60", "-", "-"]]);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await host.compose(sandbox, "down");
  assert.equal((await asking).code, 4);
  host.program("docker", "#!/bin/sh\nexec sleep 100\n");
  assert.equal((await ask(host, sandbox, [["web", "service", "web", "60", "-", "-"]])).code, 4);
  await Deno.remove(`${host.path}/docker`);
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("down.sh ends checks that are still running, as after a lost connection", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const stdin = "web\thttp\thttp://127.0.0.1:1/\t60\t-\t-\t-\t-\n";
  const asking = host.start("ready.sh", [sandbox.dir, sandbox.project], { stdin });
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal((await host.down(sandbox)).code, 0);
  assert.equal((await asking.ended).code, 143);
});
