import assert from "node:assert/strict";
import type { HealthCheck } from "../../../../lib/contract/contract.ts";
import { checkTarget } from "../../../../lib/lifecycle/ready/check_target.ts";

const ROWS: readonly (readonly [check: HealthCheck, target: string])[] = [
  [{ kind: "http", name: "web", url: "http://localhost:8080/", timeoutMs: 1 }, "http://localhost:8080/"],
  [{ kind: "tcp", name: "db", host: "localhost", port: 5432, timeoutMs: 1 }, "localhost:5432"],
  [{ kind: "tcp", name: "db", host: "::1", port: 5432, timeoutMs: 1 }, "[::1]:5432"],
  [{ kind: "service", name: "db", service: "postgres", timeoutMs: 1 }, "postgres"],
];
for (const [check, target] of ROWS) {
  Deno.test(`checkTarget() returns ${target}`, () => assert.equal(checkTarget(check), target));
}
