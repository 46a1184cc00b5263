import assert from "node:assert/strict";
import { World } from "../fixture.ts";

const COMPOSE = `
x-worker: &worker # handles one message, and ends
  image: busybox:stable
  volumes: ["queue:/queue"]
  stop_grace_period: 1s
  command: sh -c 'until [ -e /queue/$$QUEUE.in ]; do sleep 0.1; done; mv /queue/$$QUEUE.in /queue/$$QUEUE.done'
services:
  worker: { <<: *worker, restart: always, environment: { QUEUE: one } }
  deployed: { <<: *worker, deploy: { restart_policy: { condition: any } }, environment: { QUEUE: two } }
  crashing: { <<: *worker, restart: unless-stopped, command: sh -c 'sleep 0.5; exit 3' }
volumes: { queue: }
`;

/** Sends four messages to each worker, and waits until they are handled. */
const TESTS = `set -eu
in_queue() { docker compose run --rm --no-deps -T --entrypoint sh worker -c "$1"; }
for message in 1 2 3 4; do
  in_queue "cd /queue; touch one.in two.in; until [ -e one.done ] && [ -e two.done ]; do sleep 0.1; done; rm *.done"
done
`;

Deno.test("e2e run keeps restart policies: a worker that ends is started again, and only one that crashes is reported", async () => {
  await using world = new World();
  const repository = await world.repository({
    "e2e/e2e.yml": "name: queue\ncompose_file: compose.yml\ntest_command: sh test.sh\ntimeout: 60\n",
    "compose.yml": COMPOSE,
    "test.sh": TESTS,
  });
  const { code, stderr } = await world.run([repository, "--host", "local"]);
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /! Not every service was healthy after the tests: crashing: \w+[^;\n]* \(restarted \d+ times\)\n/,
  );
  const { services, isolation, cleanup } = await world.result();
  assert.deepEqual(isolation.changes, []);
  assert.ok(services.every(({ restarts }) => restarts >= 3), JSON.stringify(services));
  assert.deepEqual([cleanup.verified, cleanup.leftovers], [true, []]);
});
