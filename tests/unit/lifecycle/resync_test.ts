import assert from "node:assert/strict";
import { parseComposeModel } from "../../../lib/compose/compose_model.ts";
import { missingServices } from "../../../lib/lifecycle/resync.ts";
import type { Container } from "../../../lib/sandbox/containers.ts";

const MODEL = parseComposeModel(JSON.stringify({
  services: {
    web: { image: "a" },
    worker: { image: "a", deploy: { replicas: 2 } },
    scaled: { image: "a", scale: 2 },
    off: { image: "a", deploy: { replicas: 0 } },
    cloud: { provider: { type: "x" } },
  },
}));

const missing = (...services: readonly string[]) =>
  missingServices(MODEL, services.map((service) => ({ service }) as Container));

Deno.test("missingServices() names the services whose containers were removed", () => {
  assert.deepEqual(missing("web", "worker", "worker", "scaled", "scaled"), []);
  assert.deepEqual(missing("web", "worker", "scaled"), ["worker", "scaled"]);
  assert.deepEqual(missing(), ["web", "worker", "scaled"]);
});
