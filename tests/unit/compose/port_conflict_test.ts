import { deepEqual } from "node:assert/strict";
import type { ComposeService } from "../../../lib/compose/compose_model.ts";
import { portConflict } from "../../../lib/compose/port_conflict.ts";

type Ports = NonNullable<ComposeService["ports"]>;
const port = (published: string | undefined, host_ip?: string, protocol = "tcp"): Ports[number] => ({
  target: 80,
  protocol,
  ...(published === undefined ? {} : { published }),
  ...(host_ip === undefined ? {} : { host_ip }),
});
const on = (...ports: Ports): ComposeService => ({ ports });

const GOOD: Readonly<Record<string, Readonly<Record<string, ComposeService>>>> = {
  "different ports": { a: on(port("80")), b: on(port("81")) },
  "different protocols": { a: on(port("80")), b: on(port("80", undefined, "udp")) },
  "different addresses": { a: on(port("80", "127.0.0.1")), b: on(port("80", "127.0.0.2"), port("80", "::1")) },
  "IPv4 and IPv6": { a: on(port("80", "0.0.0.0")), b: on(port("80", "::")) },
  "ports that Docker chooses": { a: { ...on(port(undefined), port("0")), scale: 3 } },
  "replicas with a range": { a: { ...on(port("80-82")), deploy: { replicas: 3 } } },
  "a fixed port at the end of a range": { a: { ...on(port("80-82")), scale: 2 }, b: on(port("82")) },
  "no containers": { a: { ...on(port("80")), scale: 0 }, b: on(port("80")) },
  "a service that has ended": {
    a: on(port("80")),
    b: { ...on(port("80")), depends_on: { a: { condition: "service_completed_successfully" } } },
  },
  "the host's network": { a: { ...on(port("80")), network_mode: "host" }, b: on(port("80")) },
  "one container for each host": { a: { ...on(port("80")), deploy: { mode: "global" } } },
};
for (const [name, services] of Object.entries(GOOD)) {
  Deno.test(`portConflict() accepts ${name}`, () => deepEqual(portConflict({ services }), undefined));
}

const BAD: Readonly<Record<string, readonly [Readonly<Record<string, ComposeService>>, string]>> = {
  "two services on one port": [
    { web: on(port("80")), api: on(port("80")) },
    'Services "api" and "web" publish port 80/tcp on the same address',
  ],
  "all addresses and one of them": [
    { a: on(port("80")), b: on(port("80", "127.0.0.1")) },
    'Services "a" and "b" publish port 80/tcp on the same address',
  ],
  "all addresses and one of IPv6": [
    { a: on(port("80", "::")), b: on(port("80", "::1")) },
    'Services "a" and "b" publish port 80/tcp on the same address',
  ],
  "UDP": [
    { a: on(port("53", "0.0.0.0", "udp")), b: on(port("53", undefined, "udp")) },
    'Services "a" and "b" publish port 53/udp on the same address',
  ],
  "scale": [{ a: { ...on(port("80")), scale: 2 } }, 'Service "a" has 2 containers, but publishes only port 80/tcp'],
  "deploy.replicas, with any deploy.mode": [
    { a: { ...on(port("80")), deploy: { mode: "global", replicas: 3 } } },
    'Service "a" has 3 containers, but publishes only port 80/tcp',
  ],
  "a range that is too small": [
    { a: { ...on(port("80-81")), scale: 3 } },
    'Service "a" has 3 containers, but publishes only ports 80-81/tcp',
  ],
  "a range that another service uses up": [
    { a: { ...on(port("80-81")), scale: 2 }, b: on(port("81")) },
    'Services "a" and "b" publish port 81/tcp on the same address',
  ],
  "one port for two ports of a container": [
    { a: on(port("80"), { target: 81, published: "80" }) },
    'Service "a" publishes port 80/tcp twice on the same address',
  ],
};
for (const [name, [services, found]] of Object.entries(BAD)) {
  Deno.test(`portConflict() finds ${name}`, () => deepEqual(portConflict({ services })?.found, found));
}
