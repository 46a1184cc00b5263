import { equal } from "node:assert/strict";
import { testServices } from "../../../lib/compose/test_services.ts";

const TABLE: readonly (readonly [string, string, unknown, boolean])[] = [
  ["tests", "pytest", null, true],
  ["tests", "docker compose run --rm tests", ["pytest"], true],
  ["e2e-tests", "docker compose up --exit-code-from e2e-tests", null, true],
  ["playwright", "npx playwright test", null, true],
  ["checker", "docker compose run --rm checker && echo ok", null, true],
  ["tests", "docker compose exec -T tests pytest", null, false],
  ["tests", "docker compose exec -T tests pytest", ["sleep", "infinity"], false],
  ["test", "make", ["sleep", "infinity"], false],
  ["web", "docker compose exec -T web curl localhost", null, false],
  ["web", "npm run web", null, false],
  ["latest", "pytest", null, false],
  ["test", "make", ["httpd", "-f", "-p", "80"], false],
  ["playwright", "npx playwright test", "npx playwright run-server --port 3000", false],
];
for (const [name, testCommand, command, expected] of TABLE) {
  Deno.test(`testServices() ${expected ? "names" : "accepts"} ${name} with "${testCommand}" and ${command}`, () => {
    const contract = { testCommand, healthChecks: [] };
    equal(testServices(contract, { services: { db: {}, [name]: { command } } }).length, expected ? 1 : 0);
  });
}

Deno.test("testServices() accepts a service that a health check waits for", () => {
  const healthChecks = [{ kind: "service" as const, name: "test", service: "test", timeoutMs: 1 }];
  const contract = { testCommand: "make", healthChecks };
  equal(testServices(contract, { services: { test: {} } }).length, 0);
});

Deno.test("testServices() accepts a service with ports, and one that others depend on", () => {
  const contract = { testCommand: "make", healthChecks: [] };
  equal(testServices(contract, { services: { test: { ports: [{ target: 80 }] } } }).length, 0);
  equal(testServices(contract, { services: { test: {}, web: { depends_on: { test: {} } } } }).length, 0);
});
