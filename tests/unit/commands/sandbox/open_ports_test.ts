import assert from "node:assert/strict";
import { openPortLine, openPorts } from "../../../../lib/commands/sandbox/open_ports.ts";
import { local } from "../../../../lib/host/local.ts";

const SANDBOX = { project: "e2e-shop-1a2b3c4d", transport: local() };
const port = (target: number, protocol: "tcp" | "udp" = "tcp") => ({ target, protocol, reach: `127.9.9.9:${target}` });
const CONTAINERS = [
  { service: "web", ports: [port(8080), port(53, "udp")] },
  { service: "db", ports: [port(5432)] },
  { service: "quiet", ports: [] },
];

Deno.test("openPorts() finds the published TCP ports, of all services or one", () => {
  const db = { service: "db", target: 5432, reach: "127.9.9.9:5432", preferred: 5432 };
  assert.deepEqual(openPorts(SANDBOX, CONTAINERS, "db"), [db]);
  assert.deepEqual(openPorts(SANDBOX, CONTAINERS, undefined).map(({ target }) => target), [8080, 5432]);
});

Deno.test("openPorts() names the services with ports when the requested service has none", () => {
  assert.throws(() => openPorts(SANDBOX, CONTAINERS, "quiet"), {
    message:
      'No service "quiet" of e2e-shop-1a2b3c4d has a published TCP port (services with published ports: web, db)',
    hint: "e2e exec 1a2b3c4d SERVICE --host local -- … runs a command in a container",
  });
  assert.throws(() => openPorts(SANDBOX, [], undefined), {
    message: /^No service of .* \(services with published ports: none\)$/,
  });
});

Deno.test("openPortLine() prints a URL, except for ports of services that do not speak HTTP", () => {
  const [web, db] = openPorts(SANDBOX, CONTAINERS, undefined);
  assert.ok(web !== undefined && db !== undefined);
  assert.equal(openPortLine(web, "127.0.0.1:8080"), "web 8080 → http://127.0.0.1:8080\n");
  assert.equal(openPortLine(db, "127.0.0.1:5432"), "db 5432 → 127.0.0.1:5432\n");
});
