import assert from "node:assert/strict";
import { makeArgv } from "../../../../lib/sandbox/scripts.ts";
import { kill, newProject, ScriptHost, until, UNTIL_SLEEP } from "./fixture.ts";

/** Reads `DIR/job/left` when the job has ended. */
async function left(host: ScriptHost, dir: string): Promise<readonly (readonly [pid: number, name: string])[]> {
  await host.follow(dir);
  const lines = (await Deno.readTextFile(`${dir}/job/left`)).split("\n").filter((line) => line !== "");
  return lines.map((line) => [Number.parseInt(line), line.slice(line.indexOf("\t") + 1)]);
}

const isAlive = (pid: number) => Deno.readTextFile(`/proc/${pid}/cmdline`).then((text) => text !== "", () => false);

Deno.test("job_kill.sh does not end processes that only work below repo/ or read the job's output", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await Deno.writeTextFile(`${dir}/repo/file`, "");
  await host.job(dir, "echo begun; sleep 300");
  await until("the job has written", async () => (await Deno.readTextFile(`${dir}/job/output.log`)) !== "");
  const others = [
    host.spawn(["sh", "-c", 'cd "$1" && exec sleep 301', "sh", `${dir}/repo`]),
    host.spawn(["sh", "-c", 'exec 5>>"$1"; exec sleep 301', "sh", `${dir}/repo/file`]),
    host.spawn(["tail", "-f", `${dir}/job/output.log`]),
  ];
  try {
    const { code, stdout } = await host.run("job_kill.sh", dir, "1");
    assert.deepEqual([code, /\tsleep\n/.test(stdout)], [0, true]);
    for (const { pid } of others) assert.ok(await isAlive(pid), stdout);
  } finally {
    for (const { pid } of others) kill(pid, "SIGKILL");
    await Promise.all(others.map(({ ended }) => ended));
    await host.follow(dir);
  }
});

Deno.test("job_kill.sh ends processes of the job's session with a process group of their own and no environment", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await host.job(dir, "bash -mc 'env -i sleep 302 >/dev/null 2>&1 &'; echo begun; sleep 300");
  await until("the job has written", async () => (await Deno.readTextFile(`${dir}/job/output.log`)) !== "");
  const sleepers = async () => (await host.sh("pgrep -fx 'sleep 302'")).stdout.trim();
  assert.notEqual(await sleepers(), "");
  assert.equal((await host.run("job_kill.sh", dir, "1")).code, 0);
  assert.equal(await sleepers(), "");
  await host.follow(dir);
});

/** Starts a process in the job's group, and ends it when its parent, a daemon outside, does not reap it. */
const ZOMBIE = `import os, sys
if os.fork() == 0: os.execvp("sleep", ["sleep", "0.1"])
os.setsid()
null = os.open("/dev/null", os.O_RDWR)
for fd in range(3): os.dup2(null, fd)
os.closerange(3, 20)
os.execve("/bin/sleep", ["sleep", "309"], {})`;

Deno.test("job_kill.sh does not wait for processes that have ended and are not reaped", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await Deno.writeTextFile(`${dir}/repo/zombie.py`, ZOMBIE);
  await host.job(dir, "python3 zombie.py & until pgrep -fx 'sleep 309'; do sleep 0.05; done; sleep 0.5");
  try {
    assert.deepEqual(await left(host, dir), []);
  } finally {
    await host.sh("pkill -KILL -fx 'sleep 309'");
  }
});

Deno.test("job_run.sh names a process in another namespace, and does not end it", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await host.job(dir, `setsid unshare -m sleep 303 >/dev/null 2>&1 & ${UNTIL_SLEEP}`);
  const [[pid, name] = [0, ""], ...more] = await left(host, dir);
  try {
    assert.deepEqual([name, more], ["sleep (not ended: it is in another namespace)", []]);
    assert.ok(await isAlive(pid));
  } finally {
    kill(pid, "SIGKILL");
  }
});

Deno.test({
  name: "job_run.sh names a process whose environment the user cannot read, and ends the others",
  ignore: Deno.uid() !== 0,
  fn: async () => {
    await using host = new ScriptHost();
    const project = newProject();
    await host.sh('chown nobody "$1"', host.home);
    const as = (argv: readonly string[], stdin: string) =>
      host.spawn(["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", ...argv], { stdin }).ended;
    const made = await as(makeArgv(host.home, project, "60", "down"), "{}");
    assert.equal(made.code, 0, made.stderr);
    const dir = made.stdout.trim(),
      command = `setsid sleep 304 & ${UNTIL_SLEEP}; eval "$(ssh-agent -s)"; echo "AGENT $SSH_AGENT_PID"\n`;
    const start = ["sh", `${dir}/bin/job_start.sh`, dir, "job", "30", "1", `${command.length}`];
    assert.equal((await as(start, command)).code, 0);
    const found = await left(host, dir);
    const agent = Number(/AGENT (\d+)/.exec(await Deno.readTextFile(`${dir}/job/output.log`))?.[1]);
    try {
      assert.deepEqual(found.map(([, name]) => name).sort(), [
        "sleep",
        "ssh-agent (not ended: it cannot be looked into)",
      ]);
      assert.ok(await isAlive(agent));
    } finally {
      kill(agent, "SIGKILL");
    }
  },
});
