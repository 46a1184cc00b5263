import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { startSshd } from "../../../tools/lab/sshd.ts";
import { slowLink } from "../../../tools/lab/slow_link.ts";
import { webRepository, World } from "../fixture.ts";

/** The user's own `ssh` in front of another PATH: it knows the names of the test's servers. */
const withSsh = (path: string) => `${Deno.env.get("PATH")?.split(":")[0]}:${path}`;

Deno.test("e2e run ends with infra and a hint when the server allows one session per connection", async () => {
  await using world = new World();
  await using sshd = await startSshd({ server: "MaxSessions 1" });
  const { code, stderr } = await world.run([await world.repository(webRepository()), "--host", sshd.host]);
  assert.equal(code, 4, stderr);
  assert.match(stderr, /its sshd allows too few sessions.*\n.*hint: set MaxSessions 10/);
});

const OLD = "#!/bin/sh\necho 'rsync: --protect-args: unknown option' >&2\nexit 1\n";
const RSYNCS: readonly (readonly [name: string, stubs: Readonly<Record<string, string>>, says: RegExp])[] = [
  ["is missing on this machine", {}, /rsync is not installed on this machine\n.*hint: sudo apt-get install rsync/],
  ["is too old", { rsync: OLD }, /rsync is too old.*expected 3\.0 or newer\n(.*\n)*.*hint: rsync --version/],
];
for (const [name, stubs, says] of RSYNCS) {
  Deno.test(`e2e run ends with infra and a hint when rsync ${name}`, async () => {
    await using world = new World();
    await using sshd = await startSshd();
    const PATH = withSsh(await world.pathWithout("rsync", stubs));
    const repository = await world.repository(webRepository());
    const { code, stderr } = await world.run([repository, "--host", sshd.host], { PATH });
    assert.equal(code, 4, stderr);
    assert.match(stderr, says);
  });
}

Deno.test("e2e run puts its socket elsewhere when XDG_RUNTIME_DIR is missing and TMPDIR is too long", async () => {
  await using world = new World();
  await using sshd = await startSshd();
  const TMPDIR = `${world.root}/${"long".repeat(25)}`;
  await Deno.mkdir(TMPDIR);
  const repository = await world.repository(webRepository());
  const env = { XDG_RUNTIME_DIR: `${world.root}/gone`, TMPDIR };
  const { code, stderr } = await world.run([repository, "--host", sshd.host], env);
  assert.equal(code, 0, stderr);
});

Deno.test("e2e run passes over a slow link, with all of its output", async () => {
  await using world = new World();
  await using sshd = await startSshd({ client: "  ConnectTimeout 30\n" });
  await using link = slowLink({ port: sshd.port }, { delayMs: 30, bytesPerS: 200_000 });
  const config = `${Deno.env.get("PATH")?.split(":")[0]}/../${sshd.host}.conf`;
  await Deno.writeTextFile(config, (await Deno.readTextFile(config)).replace(/Port \d+/, `Port ${link.port}`));
  await Deno.writeTextFile(
    `${sshd.dir}/known_hosts`,
    (await Deno.readTextFile(`${sshd.dir}/known_hosts`)).replace(`:${sshd.port}`, `:${link.port}`),
  );
  const repository = await world.repository(webRepository({ test_command: "seq 20000" }));
  const { code, stderr } = await world.run([repository, "--host", sshd.host]);
  assert.equal(code, 0, stderr);
  const { run_id } = await world.result();
  const log = await Deno.readTextFile(`${world.state}/e2e/runs/${run_id}/output.log`);
  assert.ok(
    log.includes(`${Array.from({ length: 20_000 }, (_, at) => at + 1).join("\n")}\n`),
    "not every line arrived",
  );
});

const OTHER_SHELL = "its login shell runs no commands of a POSIX shell";

Deno.test("e2e run, ps, gc and doctor end with infra when ~/.bashrc starts another shell, and at once with Ctrl-C", async () => {
  await using world = new World();
  await Deno.mkdir(`${world.root}/user`);
  await Deno.writeTextFile(`${world.root}/user/.bashrc`, "exec fish\n");
  await using sshd = await startSshd({ server: `SetEnv HOME=${world.root}/user` });
  const host = ["--host", sshd.host], run = ["run", await world.repository(webRepository())];
  const commands = [run, ["ps"], ["gc"], ["doctor"]].map((command) => [...command, ...host]);
  const ended = await Promise.all(commands.map((command) => world.run(command)));
  for (const { code, stdout, stderr } of ended) {
    assert.equal(code, 4, stderr);
    assert.ok(`${stdout}${stderr}`.includes(`Cannot reach ${sshd.host}: ${OTHER_SHELL}`), stderr);
  }
  for (const command of commands) {
    const started = world.start(command);
    const hasSsh = async () => (await exec(["sh", "-c", 'pgrep -x -P "$1" ssh', "sh", `${started.pid}`])).code === 0;
    await world.until("ssh runs", hasSsh);
    Deno.kill(started.pid, "SIGINT");
    const { code, stderr } = await started.ended;
    assert.equal(code, 130, stderr);
    assert.ok(!stderr.includes(OTHER_SHELL), stderr);
  }
});
