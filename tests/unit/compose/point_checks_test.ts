import { deepEqual } from "node:assert/strict";
import type { HealthCheck } from "../../../lib/contract/health_check.ts";
import type { PublishedPort } from "../../../lib/compose/published_port.ts";
import { pointChecks } from "../../../lib/compose/point_checks.ts";

const address = "127.4.5.6";
const port = { service: "web", target: 80, protocol: "tcp", address };
const ports: readonly PublishedPort[] = [
  { ...port, wanted: 8080, published: 20_001 },
  { ...port, wanted: 80, published: 20_002 },
  { ...port, wanted: 9000, published: 9000 },
  { ...port, wanted: 53, published: 20_003, protocol: "udp" },
  { ...port, wanted: undefined, published: undefined },
];

const urls: readonly (readonly [string, string])[] = [
  ["http://localhost:8080/health?x=http://localhost:8080", "http://127.4.5.6:20001/health?x=http://localhost:8080"],
  ["http://LOCALHOST:9000", "http://127.4.5.6:9000"],
  ["http://[::1]:7/", "http://127.4.5.6:7/"],
  ["http://127.0.0.1", "http://127.4.5.6:20002"],
  ["https://localhost/a", "https://127.4.5.6/a"],
  ["http://u:p%40@localhost:8080#x", "http://u:p%40@127.4.5.6:20001#x"],
  ["http://localhost.example.org:8080/", "http://localhost.example.org:8080/"],
  ["http://127.0.0.2:8080/", "http://127.0.0.2:8080/"],
];

for (const [url, expected] of urls) {
  Deno.test(`pointChecks() changes ${url} to ${expected}`, () => {
    const check: HealthCheck = { kind: "http", name: "a", url, timeoutMs: 1 };
    deepEqual(pointChecks([check], ports, address), [{ ...check, url: expected }]);
  });
}

Deno.test("pointChecks() changes tcp checks, and keeps services and other hosts", () => {
  const tcp = { kind: "tcp", name: "a", timeoutMs: 1 } as const;
  const service: HealthCheck = { kind: "service", name: "b", service: "localhost", timeoutMs: 1 };
  const elsewhere = { ...tcp, host: "db.example.org", port: 8080 };
  deepEqual(
    pointChecks(
      [{ ...tcp, host: "localhost", port: 8080 }, { ...tcp, host: "::1", port: 53 }, service, elsewhere],
      ports,
      address,
    ),
    [{ ...tcp, host: address, port: 20_001 }, { ...tcp, host: address, port: 53 }, service, elsewhere],
  );
});
