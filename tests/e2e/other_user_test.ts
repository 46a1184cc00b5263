import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../lib/host/exec.ts";
import { webRepository, World } from "./fixture.ts";

const IS_ROOT = Deno.uid() === 0;
const PROJECT = join(import.meta.dirname ?? "", "../..");
const USER = "e2e-user";
const LOCAL = ["--host", "local"];

/** A program that a test needs; it must succeed. */
async function must(...argv: readonly [string, ...string[]]): Promise<string> {
  const { code, stdout, stderr } = await exec(["sh", "-c", 'exec "$@"', "sh", ...argv]);
  assert.equal(code, 0, `${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/** A world in which the tool is run by a user who is not root, with a copy of the tool that they can read. */
class OtherUsersWorld extends World {
  override readonly command: readonly [string, ...string[]];

  /** Makes the user where they are not there; with `docker` a member of the group that may use Docker. */
  static async open(groups: "docker" | "none"): Promise<OtherUsersWorld> {
    await must("sh", "-c", `id ${USER} >/dev/null 2>&1 || useradd --no-create-home --groups docker ${USER}`);
    const world = new OtherUsersWorld(groups === "docker" ? "--init-groups" : "--clear-groups");
    const { denoDir } = JSON.parse(await must(Deno.execPath(), "info", "--json")) as { denoDir: string };
    const copy = `cp -r cli.ts deno.json lib templates "$1/tool" && cp -r "$2/npm" "$1/deno" && chown -R ${USER}: "$1"`;
    await Deno.mkdir(join(world.root, "tool"));
    await Deno.mkdir(join(world.root, "deno"));
    await must("sh", "-c", `cd "$3" && ${copy}`, "sh", world.root, denoDir, PROJECT);
    return world;
  }

  private constructor(groups: "--init-groups" | "--clear-groups") {
    super();
    Object.assign(this.env, { DENO_DIR: join(this.root, "deno"), HOME: this.root, USER, LOGNAME: USER });
    const as = ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, groups] as const;
    this.command = [...as, Deno.execPath(), "run", "-A", "--no-lock", join(this.root, "tool/cli.ts")];
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    try {
      await super[Symbol.asyncDispose]();
    } finally {
      await must("userdel", "--force", USER);
    }
  }
}

/** A stack that writes into the repository's copy, and below its artifacts, as root. */
const WRITES = `services:
  web:
    image: busybox:stable
    init: true
    volumes: ["..:/src"]
    command: sh -c "umask 077; mkdir -p /src/made/deep && echo x >/src/made/deep/file && touch /src/ready && sleep 600"
    healthcheck: { test: "test -e /src/ready", interval: 1s, retries: 30 }
`;
const asOther = (name: string, fn: () => Promise<void>) => Deno.test({ name, ignore: !IS_ROOT, fn }); // only root can become another user

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
