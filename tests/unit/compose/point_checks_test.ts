import { deepEqual, equal } from "node:assert/strict";
import type { HealthCheck } from "../../../lib/contract/health_check.ts";
import type { PublishedPort } from "../../../lib/compose/published_port.ts";
import { isLocalhost, pointChecks } from "../../../lib/compose/point_checks.ts";

const address = "127.4.5.6";
const port = { service: "web", target: 80, protocol: "tcp", address, wantedAddress: "" };
const ports: readonly PublishedPort[] = [
  { ...port, wanted: 8080, published: 20_001 },
  { ...port, wanted: 80, published: 20_002 },
  { ...port, wanted: 9000, published: 9000, service: "lan", wantedAddress: "10.0.0.1" },
  { ...port, wanted: 9000, published: 20_004, service: "own", wantedAddress: "127.0.0.1" },
  { ...port, wanted: 9000, published: 20_005, service: "two", wantedAddress: "127.0.0.2" },
  { ...port, wanted: 53, published: 20_003, protocol: "udp" },
  { ...port, wanted: undefined, published: undefined },
];

const http = (url: string): HealthCheck => ({ kind: "http", name: "a", url, timeoutMs: 1 });
const tcp = (host: string, port: number): HealthCheck => ({ kind: "tcp", name: "a", host, port, timeoutMs: 1 });

/** Where a check is asked, as `SERVICE HOST:PORT`, with a `?` for a name that the host has to resolve; undefined for its own place. */
function placed(check: HealthCheck, ownAddress: string | undefined = address): string | undefined {
  const [pointed] = pointChecks([check], ports, ownAddress);
  if (pointed === undefined || pointed.kind === "service" || pointed.at === undefined) return undefined;
  const { at, ...rest } = pointed;
  deepEqual(rest, check);
  return `${at.service ?? "-"} ${at.ifLoopback ? "?" : ""}${at.host}:${at.port}`;
}

const PRIVATE: readonly (readonly [check: HealthCheck, place: string | undefined])[] = [
  [http("http://localhost:8080/health?x=http://localhost:8080"), "web 127.4.5.6:20001"],
  [http("http://LOCALHOST:8080"), "web 127.4.5.6:20001"],
  [http("http://app.localhost:8080/"), "web 127.4.5.6:20001"],
  [http("http://App.Shop.LocalHost.:8080/"), "web 127.4.5.6:20001"],
  [http("http://127.0.0.1"), "web 127.4.5.6:20002"],
  [http("http://127.8.7.6:8080"), "web 127.4.5.6:20001"],
  [http("http://127.1:8080"), "web 127.4.5.6:20001"],
  [http("http://0.0.0.0:8080"), "web 127.4.5.6:20001"],
  [http("http://[::]:8080"), "web 127.4.5.6:20001"],
  [http("http://[::ffff:127.0.0.1]:8080"), "web 127.4.5.6:20001"],
  [http("http://u:p%40@localhost:8080#x"), "web 127.4.5.6:20001"],
  [http("http://[::1]:7/"), "- 127.4.5.6:7"],
  [http("https://localhost/a"), "- 127.4.5.6:443"],
  [http("http://localhost:9000"), "own 127.4.5.6:20004"],
  [http("http://127.0.0.2:9000"), "two 127.4.5.6:20005"],
  [http("http://10.0.0.1:9000"), "lan 127.4.5.6:9000"],
  [http("http://10.0.0.2:9000"), undefined],
  [http("http://notlocalhost:8080/"), "web ?127.4.5.6:20001"],
  [http("http://localhost.example.org:8080/"), "web ?127.4.5.6:20001"],
  [http("http://hub.example.org/:8000"), "web ?127.4.5.6:20002"],
  [tcp("localhost", 8080), "web 127.4.5.6:20001"],
  [tcp("db.localhost", 8080), "web 127.4.5.6:20001"],
  [tcp("::1", 53), "- 127.4.5.6:53"],
  [tcp("0:0:0:0:0:0:0:1", 8080), "web 127.4.5.6:20001"],
  [tcp("127.9.9.9", 8080), "web 127.4.5.6:20001"],
  [tcp("db.example.org", 8080), "web ?127.4.5.6:20001"],
  [{ kind: "service", name: "b", service: "localhost", timeoutMs: 1 }, undefined],
];

for (const [check, place] of PRIVATE) {
  const asked = check.kind === "http"
    ? check.url
    : check.kind === "tcp"
    ? `tcp ${check.host} ${check.port}`
    : "a service";
  Deno.test(`pointChecks() directs ${asked} to ${place ?? "its own place"}, and keeps the check`, () => {
    equal(placed(check), place);
  });
}

Deno.test("pointChecks() with ports as written directs only checks of ports that a service publishes", () => {
  equal(placed(http("http://localhost:8080/"), "none") !== undefined, true);
  const [at] = pointChecks([http("http://localhost:8080/")], [{
    ...port,
    address: "127.0.0.1",
    wanted: 8080,
    published: 8080,
  }], undefined);
  deepEqual(at, {
    ...http("http://localhost:8080/"),
    at: { host: "127.0.0.1", port: 8080, service: "web", ifLoopback: false },
  });
  deepEqual(pointChecks([http("http://localhost:7/")], ports, undefined), [http("http://localhost:7/")]);
});

Deno.test("isLocalhost() knows this machine in all its spellings, and no other host", () => {
  const here = [
    "localhost",
    "LOCALHOST.",
    "a.b.localhost",
    "127.0.0.1",
    "127.255.0.9",
    "::1",
    "[::1]",
    "0.0.0.0",
    "::",
    "127.1",
  ];
  deepEqual(here.filter((host) => !isLocalhost(host)), []);
  const others = ["localhost.org", "xlocalhost", "127.example.org", "128.0.0.1", "::2", "hub", "1270.0.0.1"];
  deepEqual(others.filter(isLocalhost), []);
});
