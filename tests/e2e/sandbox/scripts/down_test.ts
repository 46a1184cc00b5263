import assert from "node:assert/strict";
import { readInventory } from "../../../../lib/sandbox/inventory.ts";
import { makeArgv } from "../../../../lib/sandbox/scripts.ts";
import { setShell, SHELLS } from "../../../process/sandbox/scripts/shells.ts";
import { DockerHost, exists, newProject, sleeper, until } from "./fixture.ts";

/** The volumes of a container, one a line. */
const MOUNTED = "{{range .Mounts}}{{println .Name}}{{end}}";

for (const shell of SHELLS) {
  Deno.test(`down.sh removes a sandbox and everything of it, when sh is ${shell}`, async () => {
    await using host = new DockerHost(`home of "${shell}"`);
    setShell(host, shell);
    const sandbox = await host.make();
    await host.up(sandbox, {
      services: { web: sleeper({ volumes: ["data:/data", "/anonymous"] }), db: sleeper() },
      volumes: { data: {} },
    });
    const anonymous = await host.docker("inspect", "--format", MOUNTED, `${sandbox.project}-web-1`);
    assert.match(anonymous, /[0-9a-f]{64}/);
    await host.job(sandbox.dir, "echo begun; exec sleep 300");
    const following = host.follow(sandbox.dir);
    await until("the job runs", async () => (await Deno.readTextFile(`${sandbox.dir}/job/output.log`)) !== "");
    const { code, stdout, stderr } = await host.down(sandbox);
    assert.deepEqual([code, stdout], [0, ""], stderr);
    assert.match((await following).stderr, /ended_by=down/);
    await host.gone(sandbox);
    const volumes = (await host.docker("volume", "ls", "-q")).split("\n");
    assert.deepEqual(anonymous.split("\n").filter((name) => volumes.includes(name)), []);
    assert.deepEqual([(await host.down(sandbox)).code, (await host.run("down.sh", "", sandbox.project)).code], [0, 0]);
  });
}

Deno.test("down.sh refuses a directory and a project that are no sandbox", async () => {
  await using host = new DockerHost();
  const project = newProject();
  const precious = `${host.root}/precious`;
  await Deno.mkdir(precious);
  const wrong = [
    [precious, project],
    [`${host.home}/sandboxes/${project}`, "mine"],
    [`sandboxes/${project}`, project],
    [`${host.home}/sandboxes/e2e-`, "e2e-"],
    ["", "e2e-a/../../precious"],
    ["", "e2e-A"],
    ["", ""],
  ] as const;
  for (const args of wrong) {
    const { code, stdout, stderr } = await host.run("down.sh", ...args);
    assert.deepEqual([args, code, stdout], [args, 2, ""]);
    assert.match(stderr, /expected .*found/);
  }
  assert.ok(await exists(precious));
});

Deno.test("down.sh gives a container its own grace period", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const volumes = [`${host.root}:/out`];
  const last = (
    name: string,
    seconds: number,
  ) => ["sh", "-c", `trap 'sleep ${seconds}; echo >/out/${name}; exit' TERM; while :; do sleep 0.1; done`];
  await host.up(sandbox, {
    services: {
      slow: sleeper({ command: last("slow", 2.5), init: false, stop_grace_period: "6s", volumes }),
      late: sleeper({ command: last("late", 60), init: false, stop_grace_period: "1s", volumes }),
    },
  });
  const before = Date.now();
  assert.equal((await host.down(sandbox)).code, 0);
  assert.ok(Date.now() - before < 10_000);
  assert.deepEqual([await exists(`${host.root}/slow`), await exists(`${host.root}/late`)], [true, false]);
});

Deno.test("down.sh removes an anonymous volume whose container was created again, and an image with two names", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const { project } = sandbox;
  const service = (env: string) => sleeper({ volumes: ["/anonymous"], environment: { MADE: env } });
  await host.up(sandbox, { services: { web: service("first") } });
  const volume = await host.docker("inspect", "--format", MOUNTED, `${project}-web-1`);
  await host.up(sandbox, { services: { web: service("second") } });
  assert.equal(await host.docker("inspect", "--format", MOUNTED, `${project}-web-1`), volume);
  const label = `com.docker.compose.project=${project}`;
  await Deno.writeTextFile(`${sandbox.dir}/repo/Dockerfile`, "FROM busybox:stable\nRUN echo built >/built\n");
  await host.docker("build", "-q", "--label", label, "-t", `${project}-a`, "-t", `${project}-b`, `${sandbox.dir}/repo`);
  const { code, stdout } = await host.down(sandbox);
  assert.deepEqual([code, stdout], [0, ""]);
  assert.ok(!(await host.docker("volume", "ls", "-q")).includes(volume));
});

Deno.test("down.sh removes files of root when another user in the group docker calls it", async () => {
  await using host = new DockerHost();
  const user = "e2e-down-test";
  await host.sh('id "$1" >/dev/null 2>&1 || useradd -G docker "$1"', user);
  await host.sh('chown "$2" "$1"', host.home, user);
  const as = (...argv: string[]) =>
    host.spawn(["setpriv", "--reuid", user, "--regid", user, "--init-groups", ...argv], { stdin: "{}" }).ended;
  try {
    const project = newProject();
    const made = await as(...makeArgv(host.home, project, "60", "down"));
    assert.equal(made.code, 0, made.stderr);
    const sandbox = { dir: made.stdout.trim(), project };
    await host.up(sandbox, {
      services: {
        web: sleeper({
          volumes: [`${sandbox.dir}/repo:/repo`, `${sandbox.dir}/artifacts:/artifacts`],
          command: ["sh", "-c", "mkdir -m 700 /repo/a /artifacts/a; echo >/repo/a/b; echo >/artifacts/a/b; sleep 600"],
        }),
      },
    });
    await until("root has written", () => exists(`${sandbox.dir}/artifacts/a/b`));
    const { code, stdout, stderr } = await as("sh", `${host.root}/bin/down.sh`, sandbox.dir, project);
    assert.deepEqual([code, stdout], [0, ""], stderr);
    await host.gone(sandbox);
  } finally {
    await host.sh('userdel -r "$1" 2>/dev/null', user);
  }
});

Deno.test("down.sh names mounts below the sandbox, and the watcher tries again", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const stuck = await host.smallDisk(`home/sandboxes/${sandbox.project}/stuck`);
  const { code, stdout } = await host.down(sandbox);
  assert.deepEqual([code, stdout], [1, `mount\t${stuck}\n`]);
  assert.notDeepEqual(await host.processes(["E2E_WATCHER"]), []);
  await host.sh('umount "$1"', stuck);
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("down.sh exits with 4 when the Engine does not answer", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  await host.up(sandbox, { services: { web: sleeper() } });
  host.program("docker", "#!/bin/sh\nexec sleep 100\n");
  const before = Date.now();
  const ended = await host.down(sandbox);
  assert.ok(Date.now() - before < 30_000, `${Date.now() - before} ms`);
  assert.deepEqual([ended.code, ended.stdout], [4, ""]);
  assert.equal(readInventory({ kind: "exited", ...ended }).verified, false);
  assert.ok(await exists(sandbox.dir));
  await Deno.remove(`${host.path}/docker`);
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("down.sh waits for another removal, and both report the result", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  await host.up(sandbox, { services: { web: sleeper() } });
  const ended = await Promise.all([host.down(sandbox), host.down(sandbox), host.down(sandbox)]);
  assert.deepEqual(ended.map(({ code, stdout }) => [code, stdout]), Array(3).fill([0, ""]));
});
