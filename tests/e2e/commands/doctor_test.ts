import assert from "node:assert/strict";
import { join } from "node:path";
import type { Finding } from "../../../lib/doctor/finding.ts";
import { exec } from "../../../lib/host/exec.ts";
import { startSshd } from "../../../tools/lab/sshd.ts";
import { OddHub } from "../../process/hub/client/odd_hub.ts";
import { webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];

/** The findings of `e2e doctor --json` that are not ok, as `grade name`, without cron, which a run does not need. */
function bad(stdout: string): readonly string[] {
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  return findings.filter(({ grade, name }) => grade !== "ok" && name !== "cron").map(({ grade, name }) =>
    `${grade} ${name}`
  );
}

/** An environment without the sockets of other processes. */
async function own(world: World): Promise<Record<string, string>> {
  const XDG_RUNTIME_DIR = join(world.root, "runtime");
  await Deno.mkdir(XDG_RUNTIME_DIR);
  return { XDG_RUNTIME_DIR };
}

Deno.test("e2e doctor finds a healthy host ready, as text and as JSON", async () => {
  await using world = new World();
  const env = await own(world), repository = await world.repository(webRepository());
  const people = await world.run(["doctor", repository, ...LOCAL], env);
  assert.deepEqual([people.code, people.stderr], [0, ""]);
  assert.match(
    people.stdout,
    /^This machine\n {2}✓ rsync: 3\.\d[\s\S]*\nOn local\n[\s\S]*\n\nReady to run( \(\d warnings?\))?\n$/,
  );
  const programs = await world.run(["doctor", ...LOCAL, "--json"], env);
  const { host, would_fail, fixed } = JSON.parse(programs.stdout);
  assert.deepEqual([host, would_fail, fixed, bad(programs.stdout)], ["local", false, [], []]);
});

Deno.test("e2e doctor checks a host over ssh in one session", async () => {
  await using world = new World();
  await using sshd = await startSshd();
  const bin = join(world.root, "bin"), log = join(world.root, "ssh.log"), PATH = Deno.env.get("PATH");
  await Deno.mkdir(bin);
  await Deno.writeTextFile(join(bin, "ssh"), `#!/bin/sh\necho "$*" >>'${log}'\nPATH='${PATH}' exec ssh "$@"\n`, {
    mode: 0o755,
  });
  const { code, stdout } = await world.run(["doctor", "--host", sshd.host], { PATH: `${bin}:${PATH}` });
  assert.equal(code, 0, stdout);
  assert.match(stdout, new RegExp(`✓ ssh: \\d[\\s\\S]*On ${sshd.host}\n {2}✓ connection: ${sshd.host} answers\n`));
  const calls = (await Deno.readTextFile(log)).trim().split("\n");
  const sessions = calls.filter((line) => !/^-V$|^-M | -O (check|exit) /.test(line));
  assert.equal(sessions.length, 1, calls.join("\n"));
});

interface Row {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: (world: World) => Promise<Readonly<Record<string, string>>>;
  /** Lines that must be shown, with the command under them. */
  readonly says: string;
}

const none = () => Promise.resolve({});
const ROWS: readonly Row[] = [
  {
    name: "the Docker Engine is stopped",
    args: LOCAL,
    env: ({ root }) => Promise.resolve({ DOCKER_HOST: `unix://${root}/nobody.sock` }),
    says: "nobody.sock. Is the docker daemon running?\n      sudo s",
  },
  {
    name: "Docker is not installed",
    args: LOCAL,
    env: async (world) => ({ PATH: await world.pathWithout("docker") }),
    says: "  ✗ Docker: not installed\n      see https://docs.docker.com/engine/install/\n",
  },
  {
    name: "rsync is missing",
    args: LOCAL,
    env: async (world) => ({ PATH: await world.pathWithout("rsync") }),
    says: "  ✗ rsync: not installed\n      sudo apt-get install rsync\n",
  },
  {
    name: "the host has no such name",
    args: ["--host", "nowhere.invalid"],
    env: none,
    says:
      "  ✗ connection: Cannot reach nowhere.invalid: its name cannot be resolved\n      ssh -G nowhere.invalid shows",
  },
  {
    name: "no host was named",
    args: [],
    env: () => Promise.resolve({ RAILIANCE01_HOST: "" }),
    says:
      "  ✗ host: No host given: use --host HOST, or set RAILIANCE01_HOST\n      --host local runs on this machine\n",
  },
  {
    name: "runs cannot be stored",
    args: LOCAL,
    env: async ({ root }) => {
      await Deno.writeTextFile(join(root, "file"), "");
      return { XDG_STATE_HOME: join(root, "file") };
    },
    says: "/file/e2e/runs cannot be written: ",
  },
];

for (const { name, args, env, says } of ROWS) {
  Deno.test(`e2e doctor reports a failure and what to do when ${name}`, async () => {
    await using world = new World();
    const { code, stdout, stderr } = await world.run(["doctor", ...args], await env(world));
    assert.deepEqual([code, stderr], [4, ""]);
    assert.ok(stdout.includes(says), `"${says}" is not shown:\n${stdout}`);
    assert.match(stdout, /\nNot ready to run \((1 failure|2 failures)[,)]/);
  });
}

Deno.test("e2e doctor <repo> checks the secrets and the program of the test command", async () => {
  await using world = new World();
  const repository = await world.repository(
    webRepository({ test_command: "no-such-program x", secrets: ["NO_TOKEN"] }),
  );
  const { code, stdout } = await world.run(["doctor", repository, ...LOCAL]);
  assert.equal(code, 4);
  assert.ok(stdout.includes("  ✗ secrets: NO_TOKEN is not set\n      export NO_TOKEN=…\n"), stdout);
  assert.ok(stdout.includes('  ✗ test_command: "no-such-program" not found in the login environment\n'), stdout);
});

const LEAVE = `
label=dev.custodian.e2e.sandbox=$1/sandboxes
docker volume create --label "$label/$2" --label "com.docker.compose.project=$2" "$2-data"
mkdir -p "$1/sandboxes/$3/repo" "$1/sandboxes/$3/bin"
echo 'of another boot 1' >"$1/sandboxes/$3/lease"
mkdir "$4/e2e-00000000empty" "$4/e2e-00000000young" "$4/e2e-00000000alive" "$4/e2e-00000000ended"
touch -d '2 hours ago' "$4/e2e-00000000empty"`;

/** A socket as that of a connection, on which a process listens, or no longer. */
async function socketIn(directory: string, end: "alive" | "ended"): Promise<Disposable> {
  const listener = Deno.listen({ transport: "unix", path: `${directory}/new` });
  await Deno.rename(`${directory}/new`, `${directory}/s`); // its end would remove it
  if (end === "ended") listener.close();
  return listener;
}

Deno.test("e2e doctor --fix removes expired sandboxes and leftovers, delivers results, and reports it", async () => {
  await using world = new World();
  await using hub = new OddHub();
  const env = await own(world), repository = await world.repository(webRepository());
  const away = await world.run(["run", repository, ...LOCAL], { STATE_HUB_URL: "http://127.0.0.1:1" });
  assert.equal(away.code, 0, away.stderr);
  const suffix = crypto.randomUUID().slice(0, 8), gone = `e2e-gone-${suffix}`, old = `e2e-old-${suffix}`;
  const args = ["sh", world.home, gone, old, env.XDG_RUNTIME_DIR ?? ""];
  assert.equal((await exec(["sh", "-c", LEAVE, ...args])).code, 0);
  using _alive = await socketIn(`${env.XDG_RUNTIME_DIR}/e2e-00000000alive`, "alive");
  await socketIn(`${env.XDG_RUNTIME_DIR}/e2e-00000000ended`, "ended");
  const before = await world.run(["doctor", ...LOCAL, "--json"], env);
  const expected = ["warning results", "warning connections", "warning sandboxes", "warning leftovers"];
  assert.deepEqual([before.code, bad(before.stdout)], [0, expected]);

  const after = await world.run(["doctor", ...LOCAL, "--json", "--fix"], { ...env, STATE_HUB_URL: hub.url });
  assert.deepEqual([after.code, bad(after.stdout)], [0, []], after.stdout);
  assert.deepEqual(JSON.parse(after.stdout).fixed, [
    `Removed ${old}`,
    `Removed ${gone}`,
    `Removed ${env.XDG_RUNTIME_DIR}/e2e-00000000empty`,
    `Removed ${env.XDG_RUNTIME_DIR}/e2e-00000000ended`,
    `Delivered 1 result to ${hub.url.replace(/\/$/, "")}`,
  ]);
  assert.equal(hub.seen.filter(({ method }) => method === "POST").length, 1);
});

Deno.test("e2e doctor --fix creates the host's E2E_HOME", async () => {
  await using world = new World();
  const { stderr } = await world.run(["doctor", ...LOCAL, "--fix"], await own(world));
  assert.equal(stderr, `Created ${world.home}\n`);
  assert.ok((await Deno.stat(world.home)).isDirectory);
});

/** A docker that works until a file exists; then the checks of the host's state and of the doctor find no Engine. */
const STOPPABLE = (flag: string) =>
  `#!/bin/sh
case "$*" in 'network ls --filter driver=bridge '* | version* | info*)
  [ ! -e '${flag}' ] || { echo 'Cannot connect to the Docker daemon at unix:///gone.sock' >&2; exit 1; } ;;
esac
exec /usr/bin/env -i HOME="$HOME" PATH='${Deno.env.get("PATH")}' docker "$@"
`;

Deno.test("e2e run that ends with infra prints the doctor's failure for the host", async () => {
  await using world = new World();
  const flag = join(world.root, "stopped");
  const PATH = await world.pathWithout("docker", { docker: STOPPABLE(flag) });
  const repository = await world.repository(webRepository({ test_command: `touch ${flag}; exit 1` }));
  const { code, stderr } = await world.run([repository, ...LOCAL], { PATH });
  assert.equal(code, 4, stderr);
  assert.match(
    stderr,
    /✗ infra: .*\n {2}The Docker Engine of local does not answer[\s\S]*\n {2}result: .*\n {2}✗ Docker: Cannot connect to the Docker daemon at unix:\/\/\/gone\.sock\n {6}sudo (systemctl start docker|service docker start)\n$/,
  );
});
