import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { freePort } from "../../../tools/lab/free_port.ts";
import { type Ended, webCompose, webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];

/** A repository with a web server on its own port, and the arguments to run it. */
function webAt(port: number, more: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const health_checks = [{ name: "web", url: `http://localhost:${port}/`, timeout: 20 }];
  return webRepository(
    { ports: "host", health_checks, ...more },
    webCompose().replace("8080:8080", `${port}:8080`),
  );
}

/** Listens on a port of this machine. */
class Stranger implements Disposable {
  readonly #listener: Deno.TcpListener;
  readonly port: number;

  constructor(hostname: string) {
    this.#listener = Deno.listen({ hostname, port: 0 });
    this.port = this.#listener.addr.port;
  }

  [Symbol.dispose](): void {
    this.#listener.close();
  }
}

function assertBusy({ code, stderr }: Ended, ...says: readonly string[]): void {
  assert.equal(code, 75, stderr);
  for (const text of [...says, "hint: --wait 10m"]) {
    assert.ok(stderr.includes(text), `"${text}" is not shown:\n${stderr}`);
  }
}

Deno.test("e2e run is busy when a process holds the port", async () => {
  await using world = new World();
  using stranger = new Stranger("127.0.0.1");
  const repository = await world.repository(webAt(stranger.port));
  const ended = await world.run([repository, ...LOCAL]);
  assertBusy(ended, `Port ${stranger.port} on local is in use by deno (pid `);
  const { outcome, cleanup } = await world.result();
  assert.deepEqual([outcome, cleanup.decision, cleanup.leftovers], ["busy", "down", []]);
});

Deno.test("e2e run is busy when a container holds the port, and names it", async () => {
  await using world = new World();
  const port = freePort(), name = `stranger-${port}`;
  const started = await exec([
    "docker",
    "run",
    "-d",
    "--name",
    name,
    "-p",
    `${port}:80`,
    "busybox:stable",
    "sleep",
    "99",
  ]);
  assert.equal(started.code, 0, started.stderr);
  try {
    const repository = await world.repository(webAt(port));
    assertBusy(await world.run([repository, ...LOCAL]), `Port ${port} on local is in use by container "${name}"`);
  } finally {
    await exec(["docker", "rm", "-f", name]);
  }
});

Deno.test("e2e run is busy when a sandbox holds the port, and names its run and owner", async () => {
  await using world = new World();
  const port = freePort();
  const repository = await world.repository(webAt(port));
  assert.equal((await world.run([repository, ...LOCAL, "--keep"])).code, 0);
  const { project, run_id, owner } = await world.result();
  assertBusy(
    await world.run([repository, ...LOCAL]),
    `Port ${port} on local is in use by sandbox "${project}" (run ${run_id}, ${owner}, since 20`,
  );
  assert.equal((await world.run(["down", project.slice(-8), ...LOCAL])).code, 0);
});

Deno.test("e2e run is unhealthy, and does not wait, when the stack's own program holds the port", async () => {
  await using world = new World();
  const port = freePort();
  const compose = `services:
  holder:
    image: busybox:stable
    init: true
    network_mode: host
    command: httpd -f -p ${port}
    healthcheck: {test: "netstat -ltn | grep -q :${port}", interval: 100ms, retries: 100}
  web:
    image: busybox:stable
    command: sleep 600
    ports: ["${port}:80"]
    depends_on: {holder: {condition: service_healthy}}
`;
  const repository = await world.repository(webRepository({ ports: "host", allow: ["host-network"] }, compose));
  const { code, stderr } = await world.run([repository, ...LOCAL, "--wait", "60s"]);
  assert.equal(code, 3, stderr);
  assert.ok(stderr.includes(`Port ${port} is needed twice: service "holder" of this stack has it already`), stderr);
  assert.doesNotMatch(stderr, /trying again/);
});

Deno.test("e2e run is busy when a network holds the subnet, and names it", async () => {
  await using world = new World();
  const name = `stranger-${freePort()}`, held = "10.197.0.0/16", wanted = "10.197.5.0/24";
  const compose = `${webCompose("    networks: [app]\n")}networks: {app: {ipam: {config: [{subnet: ${wanted}}]}}}\n`;
  const made = await exec(["docker", "network", "create", "--subnet", held, name]);
  assert.equal(made.code, 0, made.stderr);
  try {
    const ended = await world.run([await world.repository(webRepository({}, compose)), ...LOCAL]);
    const overlaps = `The subnet ${wanted} of network "app" overlaps with ${held} of network "${name}" on local`;
    assertBusy(ended, overlaps, "without subnet: and ipv4_address: in the compose file Docker chooses a free one");
  } finally {
    await exec(["docker", "network", "rm", name]);
  }
});

Deno.test("e2e run --wait passes when the port becomes free", async () => {
  await using world = new World();
  const stranger = new Stranger("0.0.0.0");
  const run = world.start([await world.repository(webAt(stranger.port)), ...LOCAL, "--wait", "60s"]);
  try {
    await run.says("trying again in 2 s");
  } finally {
    stranger[Symbol.dispose]();
  }
  const { code, stderr } = await run.ended;
  assert.equal(code, 0, stderr);
  const up = (await world.result()).phases.find(({ name }) => name === "up");
  assert.ok(up !== undefined && up.attempts > 1);
});

Deno.test("e2e run --wait is busy when the port stays in use", async () => {
  await using world = new World();
  using stranger = new Stranger("0.0.0.0");
  const repository = await world.repository(webAt(stranger.port));
  assertBusy(await world.run([repository, ...LOCAL, "--wait", "3s"]), "trying again", `Port ${stranger.port}`);
});

for (const hostname of ["127.0.0.1", "0.0.0.0"]) {
  Deno.test(`e2e run passes with private ports when a process holds the port on ${hostname}`, async () => {
    await using world = new World();
    using stranger = new Stranger(hostname);
    const test_command = `echo "at $E2E_WEB_8080"; curl -fsS "http://$E2E_WEB_8080/"`;
    const repository = await world.repository(webAt(stranger.port, { ports: "private", test_command }));
    const { code, stderr } = await world.run([repository, ...LOCAL]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^hello$/m);
    const port = /^at 127\.\d+\.\d+\.\d+:(\d+)$/m.exec(stderr)?.[1];
    assert.equal(port === `${stranger.port}`, hostname === "127.0.0.1");
  });
}

/** A test command that passes only when `runs` runs execute it at the same time. */
function meeting(world: World, runs: number): string {
  return `mkdir -p ${world.root}/met && : >${world.root}/met/$E2E_RUN_ID
i=0; until [ "$(ls ${world.root}/met | wc -l)" = ${runs} ]; do sleep 0.1; i=$((i + 1)); [ $i -lt 300 ] || exit 9; done`;
}

Deno.test("e2e run --jobs 4 runs a repository four times at once with private ports", async () => {
  await using world = new World();
  const test_command = `${meeting(world, 4)}\ncurl -fsS "http://$E2E_WEB_8080/"`;
  const repository = await world.repository(webRepository({ test_command }));
  const { code, stderr } = await world.run([...Array(4).fill(repository), ...LOCAL, "--jobs", "4"]);
  assert.equal(code, 0, stderr);
  const results = await world.results();
  assert.deepEqual(results.map(({ outcome }) => outcome), Array(4).fill("passed"));
  assert.equal(new Set(results.map(({ isolation }) => isolation.address)).size, 4);
});

Deno.test("of two runs at once with the same host port, one waits for the other", async () => {
  await using world = new World();
  const repository = await world.repository(webAt(freePort()));
  const { code, stderr } = await world.run([repository, repository, ...LOCAL, "--jobs", "2", "--wait", "60s"]);
  assert.equal(code, 0, stderr);
});

Deno.test("two runs at once do not share fixed names, and another user's volume survives", async () => {
  await using world = new World();
  const name = `fixed-${freePort()}`;
  const compose = `
services:
  web:
    build: .
    image: ${name}:latest
    container_name: ${name}
    init: true
    command: sh -c "echo $$HOSTNAME >>/data/who; sleep 600"
    volumes: ["data:/data"]
    networks: [net]
volumes: { data: { name: ${name} } }
networks: { net: { name: ${name} } }
`;
  const files = {
    ...webRepository({
      health_checks: [{ service: "web" }],
      test_command: `${meeting(world, 2)}\ndocker compose exec -T web sh -c 'wc -l </data/who'`,
    }, compose),
    "e2e/Dockerfile": "FROM busybox:stable\nRUN echo built >/built\n",
  };
  await exec(["docker", "volume", "create", name]);
  try {
    const repository = await world.repository(files);
    const { code, stderr } = await world.run([repository, repository, ...LOCAL, "--jobs", "2"]);
    assert.equal(code, 0, stderr);
    assert.equal(stderr.match(/^web \| 1$/gm)?.length, 2, stderr);
    const image = await exec(["docker", "image", "inspect", `${name}:latest`]);
    assert.notEqual(image.code, 0, "the fixed tag was given");
    assert.equal((await exec(["docker", "volume", "inspect", name])).code, 0, "another user's volume is gone");
    const network = await exec(["docker", "network", "ls", "-q", "--filter", `name=${name}`]);
    assert.equal(network.stdout, "");
  } finally {
    await exec(["docker", "volume", "rm", name]);
  }
});
