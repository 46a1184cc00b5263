import assert from "node:assert/strict";
import { checkAddress, checkTarget, describeTarget, type HealthCheck } from "../../../lib/contract/health_check.ts";

const http = (url: string): HealthCheck => ({ kind: "http", name: "web", url, timeoutMs: 1 });
const tcp = (host: string): HealthCheck => ({ kind: "tcp", name: "db", host, port: 5432, timeoutMs: 1 });
const service: HealthCheck = { kind: "service", name: "db", service: "postgres", timeoutMs: 1 };

const ROWS: readonly (readonly [check: HealthCheck, target: string, address: string, elsewhere: string])[] = [
  [http("http://localhost:8080/"), "http://localhost:8080/", "localhost 8080", "http://localhost:8080/ at [::2]:80"],
  [http("http://localhost/x"), "http://localhost/x", "localhost 80", "http://localhost/x at [::2]:80"],
  [http("https://[::2]:80"), "https://[::2]:80", "[::2] 80", "https://[::2]:80"],
  [tcp("localhost"), "localhost:5432", "localhost 5432", "localhost:5432 at [::2]:80"],
  [tcp("::1"), "[::1]:5432", "::1 5432", "[::1]:5432 at [::2]:80"],
  [service, "postgres", "none", "postgres"],
];
for (const [check, target, address, elsewhere] of ROWS) {
  Deno.test(`checkTarget(), checkAddress() and describeTarget() of ${target}`, () => {
    const { host, port } = checkAddress(check) ?? {};
    assert.equal(checkTarget(check), target);
    assert.equal(host === undefined ? "none" : `${host} ${port}`, address);
    const at = { host: "[::2]", port: 80, service: undefined, ifLoopback: false };
    assert.equal(describeTarget(check.kind === "service" ? check : { ...check, at }), elsewhere);
    assert.equal(
      describeTarget(check.kind === "service" ? check : { ...check, at: { ...at, ifLoopback: true } }),
      target,
    );
  });
}
