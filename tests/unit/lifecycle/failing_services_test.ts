import assert from "node:assert/strict";
import { describeFailure } from "../../../lib/lifecycle/failing_services.ts";
import type { Container } from "../../../lib/sandbox/containers.ts";

const CONTAINER: Container = {
  id: "1a",
  name: "e2e-shop-1-db-1",
  service: "db",
  replica: 1,
  image: "busybox:stable",
  imageId: "sha256:0",
  state: "exited",
  health: undefined,
  healthOutput: undefined,
  exitCode: 1,
  oomKilled: false,
  restarts: 0,
  crashes: 0,
  ports: [],
};
const words = (more: Partial<Container>, last: string) => describeFailure({ ...CONTAINER, ...more }, last);

Deno.test("describeFailure() says how a service keeps ending", () => {
  const loop = { restarts: 3, crashes: 3, health: "unhealthy" };
  assert.equal(
    words({ ...loop, state: "restarting" }, "no config"),
    'service "db" keeps ending with code 1 (3 restarts): "no config"',
  );
  assert.equal(
    words({ ...loop, state: "running", exitCode: 0 }, ""),
    'service "db" keeps ending (3 restarts)',
  );
});

Deno.test("describeFailure() quotes the healthcheck of an unhealthy service", () => {
  const sick = { state: "running", health: "unhealthy", exitCode: 0 };
  assert.equal(words({ ...sick, healthOutput: "try 1\nno answer\n" }, "up"), 'service "db" is unhealthy: "no answer"');
  assert.equal(words(sick, "up"), 'service "db" is unhealthy: its healthcheck printed nothing');
});

Deno.test("describeFailure() says how a service ended", () =>
  assert.equal(words({}, "no schema"), 'service "db" ended with code 1: "no schema"'));
