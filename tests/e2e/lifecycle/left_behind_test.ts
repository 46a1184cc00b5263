import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { webCompose, webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];

/** Runs docker, which must succeed; returns its output. */
async function docker(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await exec(["docker", ...args]);
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

const volumes = async () => (await docker("volume", "ls", "-q")).split("\n");

/** Prints a line `VOLUME name` for each volume of the project's containers. */
const TELL =
  `docker inspect --format '{{range .Mounts}}VOLUME {{.Name}}{{"\\n"}}{{end}}' $(docker compose ps -aq) | grep .\n`;

/** What tests do to a stack whose service has an anonymous volume. */
const TESTS: Readonly<Record<string, string>> = {
  "take the stack down": "docker compose down",
  "remove its containers": "docker compose rm -sf",
  "make a container again, with a new volume, and take the stack down":
    `docker compose up -d --force-recreate -V web\n${TELL}docker compose up -d --force-recreate -V web\n${TELL}docker compose down`,
  "run a service once more and remove it": `docker compose run -d web sleep 60\n${TELL}docker compose rm -sf`,
};

for (const [name, test] of Object.entries(TESTS)) {
  Deno.test(`e2e run leaves no anonymous volume when its tests ${name}`, async () => {
    await using world = new World();
    const compose = webCompose(`    volumes: ["/var/lib/data"]\n`);
    const files = webRepository({ test_command: "sh e2e/test.sh" }, compose);
    const repository = await world.repository({ ...files, "e2e/test.sh": `set -eu\n${TELL}${test}\n` });
    const { code, stderr } = await world.run([repository, ...LOCAL]);
    assert.equal(code, 0, stderr);
    const printed = [...stderr.matchAll(/VOLUME ([0-9a-f]{64})/g)].map(([, volume]) => volume ?? "");
    const there = await volumes();
    assert.ok(printed.length > 0, stderr);
    assert.deepEqual(printed.filter((volume) => there.includes(volume)), []);
    assert.deepEqual((await world.result()).appeared, []);
  });
}

/** A container that belongs to no sandbox, with an anonymous volume. */
async function otherContainer(name: string) {
  await docker("run", "-d", "--name", name, "-v", "/data", "busybox:stable", "sleep", "600");
  const volume = await docker("inspect", "--format", "{{range .Mounts}}{{.Name}}{{end}}", name);
  const remove = async () => {
    await exec(["docker", "rm", "-f", name]);
    await docker("volume", "rm", volume);
  };
  return { volume, [Symbol.asyncDispose]: remove };
}

for (const test of ["true", "docker rm -f $OTHER"]) {
  Deno.test(`e2e run leaves the volume of a container that is not its own when its tests say "${test}"`, async () => {
    await using world = new World();
    const OTHER = `e2e-test-other-${Deno.pid}`;
    await using other = await otherContainer(OTHER);
    const compose = webCompose(`    volumes_from: ["container:${OTHER}"]\n    volumes: ["/own"]\n`);
    const more = { allow: ["external"], env: { OTHER }, test_command: test };
    const { code, stderr } = await world.run([await world.repository(webRepository(more, compose)), ...LOCAL]);
    assert.equal(code, 0, stderr);
    assert.ok((await volumes()).includes(other.volume));
  });
}

Deno.test("e2e run leaves an external volume with a generated name", async () => {
  await using world = new World();
  const volume = await docker("volume", "create");
  try {
    const compose = `${
      webCompose(`    volumes: ["vol:/data"]\n`)
    }volumes: { vol: { external: true, name: ${volume} } }\n`;
    const { code, stderr } = await world.run([
      await world.repository(webRepository({ allow: ["external"] }, compose)),
      ...LOCAL,
    ]);
    assert.equal(code, 0, stderr);
    assert.ok((await volumes()).includes(volume));
  } finally {
    await docker("volume", "rm", volume);
  }
});

Deno.test("e2e run leaves the volume of a container that is removed while the stack starts", async () => {
  await using world = new World();
  const name = `e2e-test-early-${Deno.pid}`;
  await using other = await otherContainer(name);
  const compose = `services:
  slow:
    image: busybox:stable
    init: true
    command: sleep 600
    volumes_from: ["container:${name}"]
    healthcheck: { test: "test -e /tmp/ready || { touch /tmp/ready; false; }", interval: 3s, retries: 5 }
  web:
    image: busybox:stable
    init: true
    command: sleep 600
    depends_on: { slow: { condition: service_healthy } }
`;
  const more = { allow: ["external"], health_checks: [{ service: "web" }] };
  const run = world.start([await world.repository(webRepository(more, compose)), ...LOCAL]);
  const label = "label=com.docker.compose.service=slow";
  await world.until("the stack comes up", async () => {
    const mounts = await docker("ps", "--no-trunc", "--filter", label, "--format", "{{.Mounts}}");
    return mounts.includes(other.volume);
  });
  await docker("rm", "-f", name);
  const { code, stderr } = await run.ended;
  assert.equal(code, 0, stderr);
  assert.ok((await volumes()).includes(other.volume));
});

Deno.test("e2e run names objects that cancelled tests made, and a project whose name only resembles a sandbox's", async () => {
  await using world = new World();
  const project = `e2e-tests-${Deno.pid}`;
  const test = `docker run -d --name ${project} --label com.docker.compose.project=${project} busybox:stable sleep 600
    echo made; sleep 60`;
  try {
    const run = world.start([await world.repository(webRepository({ test_command: test })), ...LOCAL]);
    await run.says("made");
    Deno.kill(run.pid, "SIGINT");
    const { code, stderr } = await run.ended;
    assert.deepEqual([code, (await world.result()).appeared], [130, [`container ${project}`]], stderr);
  } finally {
    await exec(["docker", "rm", "-f", project]);
  }
});

Deno.test("e2e run leaves no temporary files of Compose in /tmp", async () => {
  await using world = new World();
  const made = async () =>
    (await Array.fromAsync(Deno.readDir("/tmp"))).map(({ name }) => name).filter((name) => /^dockerfile/.test(name));
  const before = await made();
  const compose = webCompose(`    build: { context: ., dockerfile_inline: "FROM busybox:stable" }\n`).replace(
    "    image: busybox:stable\n",
    "",
  );
  const { code, stderr } = await world.run([await world.repository(webRepository({}, compose)), ...LOCAL]);
  assert.equal(code, 0, stderr);
  assert.deepEqual((await made()).filter((name) => !before.includes(name)), []);
});

Deno.test("e2e run names objects that its tests made on the Docker Engine without Compose, and does not remove them", async () => {
  await using world = new World();
  const name = `e2e-test-made-${Deno.pid}`;
  const files = webRepository({ test_command: "sh e2e/test.sh" });
  const repository = await world.repository({
    ...files,
    "e2e/test.sh": `set -eu
docker network create ${name}
docker volume create ${name}
docker run -d --name ${name} --network ${name} -v ${name}:/data busybox:stable sleep 600
docker run --rm busybox:stable true
docker volume rm "$(docker volume create)"
docker compose run -d web sleep 600
docker run -d --label com.docker.compose.project=$COMPOSE_PROJECT_NAME busybox:stable sleep 600
`,
  });
  try {
    const { code, stderr } = await world.run([repository, ...LOCAL]);
    const { appeared, cleanup, project } = await world.result();
    assert.deepEqual([code, cleanup.verified, cleanup.leftovers], [0, true, []], stderr);
    assert.equal(await docker("ps", "-aq", "--filter", `label=com.docker.compose.project=${project}`), "");
    assert.deepEqual(appeared?.toSorted(), [`container ${name}`, `network ${name}`, `volume ${name}`]);
    assert.match(stderr, new RegExp(`not removed: .*container ${name}.*\n.*docker rm -f ${name}`));
    assert.equal(await docker("ps", "--filter", `name=${name}`, "--format", "{{.Names}}"), name);
  } finally {
    await exec(["sh", "-c", 'docker rm -f "$1"; docker network rm "$1"; docker volume rm "$1"', "sh", name]);
  }
});

Deno.test("e2e run uses only the Docker variables that choose the Engine, with their whole values, and no password", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({ test_command: "env | grep ^DOCKER_" }));
  const { code, stderr } = await world.run([repository, ...LOCAL], {
    DOCKER_AUTH_CONFIG: '{\n"auths":{}\n}\n',
    DOCKER_PASSWORD: "hunter2hunter2",
    DOCKER_CONFIG: world.root,
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, new RegExp(`^DOCKER_CONFIG=${world.root}$`, "m"));
  assert.ok(!stderr.includes("hunter2") && !stderr.includes("auths"), stderr);
});

Deno.test("e2e run and down use one Docker Engine, whatever HOME the contract sets and DOCKER_HOST the caller sets", async () => {
  await using world = new World();
  const files = webRepository({ env: { HOME: "/tmp/e2e-test-home" }, test_command: "docker compose ps -q web" });
  const repository = await world.repository(files);
  await Deno.mkdir("/tmp/e2e-test-home/.docker", { recursive: true });
  await Deno.writeTextFile("/tmp/e2e-test-home/.docker/config.json", `{"currentContext": "nowhere"}`);
  try {
    const run = await world.run([repository, "--keep", ...LOCAL]);
    assert.equal(run.code, 0, run.stderr);
    const { project } = await world.result();
    const down = await world.run(["down", project.slice(-8), ...LOCAL], { DOCKER_HOST: "tcp://127.0.0.1:1" });
    assert.equal(down.code, 0, down.stderr);
    assert.deepEqual(await world.inventory(), []);
  } finally {
    await Deno.remove("/tmp/e2e-test-home", { recursive: true });
  }
});

Deno.test("e2e run removes no files behind a mount that its tests made in the sandbox, and names the mount", async () => {
  await using world = new World();
  const precious = join(world.root, "precious");
  await Deno.mkdir(join(precious, "deep"), { recursive: true });
  await Deno.writeTextFile(join(precious, "deep/file"), "mine");
  const files = webRepository({ test_command: `mkdir 'a m' && mount --bind '${precious}' 'a m'` });
  const run = await world.run([await world.repository(files), ...LOCAL], { E2E_LEASE: "3" });
  const { outcome, project, cleanup } = await world.result();
  const mount = join(world.home, "sandboxes", project, "repo/a m");
  try {
    assert.deepEqual(
      [run.code, outcome, cleanup.leftovers],
      [6, "leaked", [{ kind: "mount", name: mount }]],
      run.stderr,
    );
    assert.match(run.stderr, /sudo umount .*e2e down/);
    await new Promise((resolve) => setTimeout(resolve, 6_000)); // by now the host tries automatically, and lets other removals run
    // the run has a result, so the host notes no interruption of it
    assert.deepEqual([...Deno.readDirSync(join(world.home, "abandoned"))].map(({ name }) => name), []);
    const down = await world.run(["down", project.slice(-8), ...LOCAL]);
    assert.deepEqual([down.code, down.stderr.includes(`mount ${mount}`)], [6, true], down.stderr);
    assert.equal(await Deno.readTextFile(join(precious, "deep/file")), "mine");
  } finally {
    await exec(["sh", "-c", 'umount "$1"', "sh", mount]);
  }
  const last = await world.run(["down", project.slice(-8), ...LOCAL]);
  assert.ok(last.code === 0 || last.stderr.includes("No sandbox"), last.stderr); // the host may have been quicker
  assert.equal(await Deno.readTextFile(join(precious, "deep/file")), "mine");
});

Deno.test("e2e retest writes no files behind a mount that the tests made in the kept sandbox", async () => {
  await using world = new World();
  const precious = join(world.root, "precious");
  await Deno.mkdir(precious);
  await Deno.writeTextFile(join(precious, "file"), "mine");
  const files = webRepository({ test_command: `mount --bind '${precious}' m` });
  const repository = await world.repository({ ...files, "m/file": "sent", "m/gone": "sent" });
  assert.equal((await world.run([repository, "--keep", ...LOCAL])).code, 0);
  const { project } = await world.result();
  try {
    await Deno.writeTextFile(join(repository, "m/file"), "sent again");
    const { code, stderr } = await world.run(["retest", "web", ...LOCAL]);
    assert.deepEqual([code, /the tests left a mount.*\/repo\/m$/m.test(stderr)], [4, true], stderr);
    assert.equal(await Deno.readTextFile(join(precious, "file")), "mine");
  } finally {
    await exec(["sh", "-c", 'umount "$1"', "sh", join(world.home, "sandboxes", project, "repo/m")]);
  }
  assert.equal((await world.run(["down", project.slice(-8), ...LOCAL])).code, 0);
});

Deno.test("e2e run does not end a container that works in the repository's copy, or a process that reads the tests' output", async () => {
  await using world = new World();
  const compose = webCompose(
    `    working_dir: \${PWD}\n    volumes: ["\${PWD}:\${PWD}"]\n    environment: [E2E_SANDBOX]\n`,
  );
  const test = "setsid sh -c 'sleep 60' & docker inspect --format '{{.State.StartedAt}}' $(docker compose ps -q web)";
  const repository = await world.repository(webRepository({ test_command: test }, compose));
  const { code, stderr } = await world.run([repository, "--keep", ...LOCAL]);
  assert.equal(code, 0, stderr);
  const { services, project, test: tested } = await world.result();
  assert.deepEqual(services.map(({ state, restarts }) => [state, restarts]), [["running", 0]]);
  assert.deepEqual(tested?.left_running.length, 2, tested?.left_running.join());
  assert.equal((await world.run(["down", project.slice(-8), ...LOCAL])).code, 0);
});
