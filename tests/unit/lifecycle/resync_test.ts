import assert from "node:assert/strict";
import { parseComposeModel } from "../../../lib/compose/compose_model.ts";
import { brokenServices } from "../../../lib/lifecycle/resync.ts";
import type { Container } from "../../../lib/sandbox/containers.ts";

const MODEL = parseComposeModel(JSON.stringify({
  services: {
    web: { image: "a", ports: [{ target: 80, protocol: "tcp" }] },
    worker: { image: "a", restart: "always", deploy: { mode: "global", replicas: 2 } },
    scaled: { image: "a", scale: 2 },
    migrate: { image: "a" },
    off: { image: "a", deploy: { replicas: 0 } },
    cloud: { provider: { type: "x" } },
  },
}));

const ALL = ["web", "worker", "worker", "scaled", "scaled", "migrate"];
const up = (services: readonly string[], more: Readonly<Record<string, Partial<Container>>> = {}) =>
  services.map((service) => ({ service, state: "running", exitCode: 0, ...more[service] }) as Container);
const ENDED = { state: "exited", exitCode: 0 };

Deno.test("brokenServices() names the services whose containers were removed", () => {
  assert.deepEqual(brokenServices(MODEL, up(ALL)), { broken: [], gone: [] });
  assert.deepEqual(brokenServices(MODEL, up(["web", "worker", "scaled", "migrate"])).gone, ["worker", "scaled"]);
  assert.deepEqual(brokenServices(MODEL, []).gone, ["web", "worker", "scaled", "migrate"]);
});

Deno.test("brokenServices() names the services that are down, also after exit code 0 if they are meant to go on", () => {
  const broken = (more: Readonly<Record<string, Partial<Container>>>) => brokenServices(MODEL, up(ALL, more)).broken;
  assert.deepEqual(broken({ migrate: ENDED }), []);
  assert.deepEqual(broken({ migrate: { state: "exited", exitCode: 1 } }), ["migrate"]);
  assert.deepEqual(broken({ web: ENDED, worker: ENDED }), ["web", "worker"]);
  assert.deepEqual(broken({ web: { state: "paused" }, scaled: { health: "unhealthy" } }), ["web", "scaled"]);
});
