import assert from "node:assert/strict";
import { webCompose, webRepository, World } from "../fixture.ts";

Deno.test("e2e run says which services have no log, and which logs the tests have removed", async () => {
  await using world = new World();
  const mute = "  mute: {image: busybox:stable, init: true, command: sleep 600, logging: {driver: none}}\n";
  const gone = "  gone: {image: busybox:stable, init: true, command: sleep 600}\n";
  const repository = await world.repository(
    webRepository({ test_command: "docker compose rm --stop --force gone" }, webCompose(mute + gone)),
  );
  const { code, stderr } = await world.run([repository, "--host", "local"]);
  assert.equal(code, 0, stderr);
  const { phases } = await world.result();
  assert.equal(phases.find(({ name }) => name === "collect")?.status, "passed");
  assert.equal(stderr.match(/mute has no log: its logging driver is "none"/g)?.length, 1, stderr);
  assert.match(stderr, /The tests removed containers, and their logs are gone too: gone$/m);
  assert.doesNotMatch(stderr, /logs?\b.*[0-9a-f]{64}/); // other tests create volumes that have such names
});
