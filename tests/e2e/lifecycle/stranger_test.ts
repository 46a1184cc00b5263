import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { freePort } from "../../../tools/lab/free_port.ts";
import { webRepository, World } from "../fixture.ts";

/** Answers everything on a port of this machine with status 200, on several addresses. */
class Stranger implements AsyncDisposable {
  readonly port = freePort();
  readonly #servers: readonly Deno.HttpServer[];

  constructor(...addresses: readonly string[]) {
    this.#servers = addresses.map((hostname) =>
      Deno.serve({ hostname, port: this.port, onListen: () => {} }, () => new Response("a stranger"))
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.shutdown()));
  }
}

/** Holds a UDP port on all addresses. */
async function udpStranger(): Promise<AsyncDisposable & { readonly port: number }> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "0.0.0.0", resolve));
  const close = () => new Promise<void>((resolve) => socket.close(() => resolve()));
  return { port: socket.address().port, [Symbol.asyncDispose]: close };
}

const busybox = (more: string) => `    image: busybox:stable\n    init: true\n    stop_grace_period: 1s\n${more}`;
const stack = (port: number, service: string) =>
  `services:\n  web:\n${busybox(`${service}\n    ports: ["127.0.0.1:${port}:80"]\n`)}`;
const SILENT = "    command: sleep 600", LOOPING = "    restart: always\n    command: sh -c 'exit 1'";

/** A web server that accepts only its own names, two replicas of a service, and a service with a UDP port. */
const compose = (web: number, udp: number) =>
  `services:
  web:
${busybox(`    command: httpd -f -p 80 -h /www\n    volumes: ["../www:/www:ro"]\n    ports: ["${web}:80"]\n`)}
  pair:
${busybox(`    command: httpd -f -p 80 -h /etc\n    deploy: { replicas: 2 }\n    ports: ["80"]\n`)}
  dns:
${busybox(`    command: sleep 600\n    ports: ["${udp}:53/udp"]\n`)}`;

const APP = `#!/bin/sh
case $HTTP_HOST in
  *[Ll]ocalhost*) printf 'Content-type: text/plain\\r\\n\\r\\nshop of %s, %s\\n' "$HTTP_HOST" "$QUERY_STRING" ;;
  *) printf 'Status: 400 Bad Request\\r\\n\\r\\nno such host\\n' ;;
esac
`;

Deno.test("e2e run asks a private stack by its own names beside strangers, and tells the tests every replica and protocol", async () => {
  await using world = new World();
  await using stranger = new Stranger("127.0.0.1", "::1");
  await using udp = await udpStranger();
  const { port } = stranger;
  const urls = ["localhost", "app.localhost", "App.Localhost."].map((name) => `http://${name}:${port}/cgi-bin/app`);
  const health_checks = [
    ...urls.map((url, index) => ({
      name: `n${index}`,
      url,
      body: "^shop of .*ocalhost",
      timeout: 15,
    })),
    { name: "brackets", url: `http://localhost:${port}/cgi-bin/app?filter[state]={up}`, body: "state", timeout: 15 },
    { name: "tcp", url: `tcp://web.localhost:${port}`, timeout: 15 },
  ];
  const test_command = [
    "curl -sSf http://$E2E_PAIR_80_1/passwd >/dev/null",
    "curl -sSf http://$E2E_PAIR_80_2/passwd >/dev/null",
    '[ "$E2E_PAIR_80" = "$E2E_PAIR_80_1" ] && [ "$E2E_PAIR_80" != "$E2E_PAIR_80_2" ]',
    '[ "${E2E_DNS_53_UDP##*:}" -gt 20000 ] && [ "$E2E_DNS_53" = "$E2E_DNS_53_UDP" ]',
  ].join(" && ");
  const repository = await world.repository({
    ...webRepository({ health_checks, test_command }, compose(port, udp.port)),
    "www/cgi-bin/app!": APP,
  });
  const ended = await world.run([repository, "--host", "local"]);
  const { outcome, checks, isolation } = await world.result();
  assert.equal(outcome, "passed", ended.stderr);
  assert.equal(checks[0]?.target, `${health_checks[0]?.url} at ${isolation.address}:${port}`);
  assert.match(isolation.changes.join("\n"), new RegExp(`port ${udp.port} bound to .*, ${udp.port} is taken`));
});

const ROWS = [
  { name: "private, by a name of localhost", ports: "private", host: "app.localhost", at: ["127.0.0.1", "::1"] },
  { name: "private, by another loopback address", ports: "private", host: "127.0.0.1", at: ["127.0.0.1"] },
  { name: "free while it restarts", ports: "host", host: "localhost", at: ["::1"], service: LOOPING },
];

for (const { name, ports, host, at, service = SILENT } of ROWS) {
  Deno.test(`e2e run does not take a stranger's answer for that of a stack whose port is ${name}`, async () => {
    await using world = new World();
    await using stranger = new Stranger(...at);
    const { port } = stranger, health_checks = [{ name: "web", url: `http://${host}:${port}/`, timeout: 2 }];
    const repository = await world.repository(
      webRepository({ ports, health_checks, test_command: "true" }, stack(port, service)),
    );
    const ended = await world.run([repository, "--host", "local"]);
    assert.equal((await world.result()).outcome, "unhealthy", ended.stderr);
  });
}

Deno.test("e2e run refuses a check that only a program of the host would answer", async () => {
  await using world = new World();
  await using stranger = new Stranger("0.0.0.0");
  const health_checks = [{ name: "web", url: `tcp://localhost:${stranger.port}`, timeout: 2 }];
  const repository = await world.repository(webRepository({ health_checks }));
  const { code, stderr } = await world.run([repository, "--host", "local"]);
  assert.equal(code, 2, stderr);
  assert.match(
    stderr,
    new RegExp(`Health check "web" would be answered by another program .* port ${stranger.port}, `),
  );
});
