import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];
const IS_ROOT = Deno.uid() === 0;

interface Row {
  readonly name: string;
  /** The tool's environment. */
  readonly env: (world: World) => Promise<Readonly<Record<string, string>>>;
  /** Texts that the screen must show. */
  readonly says: readonly string[];
}

/** The real docker, with another `docker compose`. */
const composeThat = (does: string) => `#!/bin/sh\n[ "$1" != compose ] || { ${does}; }\nexec /usr/bin/docker "$@"\n`;

const without = (program: string) => async (world: World) => ({ PATH: await world.pathWithout(program) });
const withDocker = (text: string) => async (world: World) => ({
  PATH: await world.pathWithout("docker", { docker: text }),
});

const ROWS: readonly Row[] = [
  { name: "Docker is missing", env: without("docker"), says: ["Docker is not installed on local", "engine/install"] },
  {
    name: "the Docker Engine is stopped",
    env: (world) => Promise.resolve({ DOCKER_HOST: `unix://${world.root}/nobody.sock` }),
    says: ["Docker does not answer on local: Cannot connect", "hint: sudo s"],
  },
  {
    name: "Docker Compose is missing",
    env: withDocker(composeThat(`echo "docker: 'compose' is not a docker command." >&2; exit 1`)),
    says: ["Docker Compose on local is missing (docker: 'compose' is not", "compose/install"],
  },
  {
    name: "Docker Compose is too old",
    env: withDocker(composeThat("echo 2.21.0; exit 0")),
    says: ["Docker Compose on local is 2.21.0, expected 2.22 or newer", "compose/install"],
  },
  {
    name: "rsync is missing",
    env: without("rsync"),
    says: ["These programs are missing on local: rsync", "hint: sudo apt-get install rsync"],
  },
];

for (const { name, env, says } of ROWS) {
  Deno.test(`e2e run ends with "infra" and makes nothing when ${name}`, async () => {
    await using world = new World();
    const { code, stdout, stderr } = await world.run(
      [await world.repository(webRepository()), ...LOCAL],
      await env(world),
    );
    const result = await world.result();
    assert.deepEqual([code, result.outcome, result.cleanup.decision], [4, "infra", "nothing-made"], stderr);
    for (const text of [...says, "hint: "]) assert.ok(stderr.includes(text), `"${text}" is not shown:\n${stderr}`);
    assert.deepEqual([stdout, stderr.includes("bug of the tool")], ["", false]);
  });
}

const COMMANDS = [
  { args: ["ps"], code: 0, says: "" },
  { args: ["gc"], code: 4, says: "Cannot sweep local: the Docker Engine does not answer\nhint: docker info\n" },
  { args: ["down", "--all"], code: 0, says: "No sandboxes on local\n" },
];

for (const { args, code, says } of COMMANDS) {
  Deno.test(`e2e ${args.join(" ")} ends with ${code} when the Docker Engine is stopped and there is no sandbox`, async () => {
    await using world = new World();
    const ended = await world.run([...args, ...LOCAL], { DOCKER_HOST: `unix://${world.root}/nobody.sock` });
    assert.deepEqual([ended.code, ended.stderr], [code, says]);
  });
}

/** A small disk in place of the host's `E2E_HOME`. */
class SmallDisk implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async mount(path: string, size: string): Promise<SmallDisk> {
    const mount = 'mkdir -p "$1" && mount -t tmpfs -o "size=$2" tmpfs "$1"';
    const { code, stderr } = await exec(["sh", "-c", mount, "sh", path, size]);
    assert.equal(code, 0, stderr);
    return new SmallDisk(path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await exec(["sh", "-c", 'umount "$1" || umount -l "$1"', "sh", this.path]);
  }
}

const SIZES = [
  { what: "a sandbox", size: "32k", says: "Creating the sandbox failed on local: the disk is full" },
  { what: "the repository", size: "2m", says: "Sending the repository failed on local: the disk is full" },
] as const;

for (const { what, size, says } of SIZES) {
  Deno.test({
    name: `e2e run ends with "infra" and leaves nothing when there is no room for ${what}`,
    ignore: !IS_ROOT,
    fn: async () => {
      await using world = new World();
      await using _disk = await SmallDisk.mount(world.home, size);
      const repository = await world.repository({ ...webRepository(), big: "x".repeat(5_000_000) });
      const { code, stderr } = await world.run([repository, ...LOCAL]);
      const { outcome, cleanup } = await world.result();
      assert.deepEqual([code, outcome, cleanup.verified, cleanup.leftovers], [4, "infra", true, []], stderr);
      for (const text of [says, "hint: "]) assert.ok(stderr.includes(text), `"${text}" is not shown:\n${stderr}`);
      assert.deepEqual(await world.inventory(), []);
    },
  });
}
