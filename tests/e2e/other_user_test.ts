import assert from "node:assert/strict";
import { join } from "node:path";
import { webRepository } from "./fixture.ts";
import { asOther, OtherUsersWorld, USER } from "./other_users_world.ts";

const LOCAL = ["--host", "local"];

/** A stack that writes into the repository's copy, and below its artifacts, as root. */
const WRITES = `services:
  web:
    image: busybox:stable
    init: true
    volumes: ["..:/src"]
    command: sh -c "umask 077; mkdir -p /src/made/deep && echo x >/src/made/deep/file && touch /src/ready && sleep 600"
    healthcheck: { test: "test -e /src/ready", interval: 1s, retries: 30 }
`;

asOther("e2e run passes for a user who is not root, and leaves nothing of what containers wrote as root", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const repository = await world.repository(webRepository({
    health_checks: [{ service: "web" }],
    test_command: `id -un; stat -c %U made; ls made/deep 2>&1; rm -rf made 2>&1; echo "in $HOME"`,
  }, WRITES));
  const { code, stderr } = await world.run([repository, ...LOCAL]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, new RegExp(`^${USER}\nroot\n.*ermission denied\n.*ermission denied\nin /home/${USER}$`, "m"));
  const { owner, cleanup } = await world.result();
  assert.match(owner, new RegExp(`^${USER}@`));
  assert.deepEqual([cleanup.verified, cleanup.leftovers], [true, []]);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(join(world.home, "sandboxes"))), []);
});

asOther("the host removes what containers wrote as root when a user's tool is killed", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const repository = await world.repository(webRepository({
    health_checks: [{ service: "web" }],
    test_command: "echo here; sleep 60",
  }, WRITES));
  const run = world.start([repository, ...LOCAL], { E2E_LEASE: "3" });
  await run.says("here");
  Deno.kill(run.pid, "SIGKILL");
  await run.ended;
  await world.until("the host removes it", async () => (await world.inventory()).length === 0);
  const { code, stderr } = await world.run(["gc", ...LOCAL]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /was abandoned/);
});

asOther('e2e run tells "infra" and what to do when the user may not use Docker', async () => {
  await using world = await OtherUsersWorld.open("none");
  const { code, stderr } = await world.run([await world.repository(webRepository()), ...LOCAL]);
  const { outcome, cleanup } = await world.result();
  assert.deepEqual([code, outcome, cleanup.decision], [4, "infra", "nothing-made"], stderr);
  assert.match(stderr, /Docker does not answer on local: .*permission denied/i);
  assert.match(stderr, /^ {2}hint: sudo usermod -aG docker "\$USER", then log in again$/m);
});
