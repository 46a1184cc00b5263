import assert from "node:assert/strict";
import { checkAddress, checkAt, checkTarget, type HealthCheck } from "../../../lib/contract/health_check.ts";

const http = (url: string): HealthCheck => ({ kind: "http", name: "web", url, timeoutMs: 1 });
const tcp = (host: string): HealthCheck => ({ kind: "tcp", name: "db", host, port: 5432, timeoutMs: 1 });
const service: HealthCheck = { kind: "service", name: "db", service: "postgres", timeoutMs: 1 };

const ROWS: readonly (readonly [check: HealthCheck, target: string, address: string, atPort80: string])[] = [
  [http("http://localhost:8080/"), "http://localhost:8080/", "localhost 8080", "http://a:80/"],
  [http("http://localhost/x"), "http://localhost/x", "localhost 80", "http://a/x"],
  [http("https://[::1]"), "https://[::1]", "[::1] 443", "https://a:80"],
  [tcp("localhost"), "localhost:5432", "localhost 5432", "a:80"],
  [tcp("::1"), "[::1]:5432", "::1 5432", "a:80"],
  [service, "postgres", "none", "postgres"],
];
for (const [check, target, address, atPort80] of ROWS) {
  Deno.test(`checkTarget(), checkAddress() and checkAt() of ${target}`, () => {
    const { host, port } = checkAddress(check) ?? {};
    assert.equal(checkTarget(check), target);
    assert.equal(host === undefined ? "none" : `${host} ${port}`, address);
    assert.equal(checkTarget(checkAt(check, { host: "a", port: 80 })), atPort80);
  });
}
