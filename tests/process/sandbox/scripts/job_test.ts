import assert from "node:assert/strict";
import { readJobEnd } from "../../../../lib/sandbox/job.ts";
import { type Ended, kill, ScriptHost, until, UNTIL_SLEEP } from "./fixture.ts";

/** Reads the end of a job from the output of a follower. */
function endOf({ stderr }: Ended) {
  const line = /^e2e-exit (.*)$/m.exec(stderr)?.[1];
  assert.ok(line !== undefined, `expected the end of a job, found "${stderr}"`);
  return readJobEnd(line);
}

/** Checks whether a process runs; a zombie does not. */
const alive = async (pid: string | undefined) =>
  (await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "")) !== "";

/** Waits until the job has written something. */
const begun = (dir: string) =>
  until("there is output", async () => (await Deno.readTextFile(`${dir}/job/output.log`)) !== "");

const CODES: readonly (readonly [command: string, code: number])[] = [
  ["true", 0],
  ["exit 7", 7],
  ["kill -9 $$", 137],
  ["kill -15 $$", 143],
  ["no-such-command-at-all", 127],
  ["/dev/null", 126],
  ["syntax ( error", 2],
];

Deno.test("job_run.sh writes the command's own exit code", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  for (const [at, [command, code]] of CODES.entries()) {
    assert.equal((await host.job(dir, command, { name: `job${at}` })).stdout, "started\n");
    const end = endOf(await host.follow(dir, { name: `job${at}` }));
    assert.deepEqual([command, end.code, end.timedOut, end.endedBy], [command, code, false, undefined]);
  }
});

Deno.test("job_start.sh runs the command once when it is started 8 times at once", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  const starts = await Promise.all(
    Array.from({ length: 8 }, () => host.job(dir, "echo ran >>../artifacts/count; echo out")),
  );
  assert.deepEqual(starts.map(({ code }) => code), Array(8).fill(0));
  assert.deepEqual(starts.map(({ stdout }) => stdout).sort(), [...Array(7).fill("already\n"), "started\n"]);
  assert.equal((await host.follow(dir)).stdout, "out\n");
  assert.equal(await Deno.readTextFile(`${dir}/artifacts/count`), "ran\n");
});

Deno.test("job_start.sh starts nothing when the command is incomplete", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  for (const stdin of ["", "exit 0\n"]) {
    assert.equal((await host.start("job_start.sh", [dir, "job", "30", "1", "14"], { stdin }).ended).code, 1);
  }
  await host.job(dir, "echo whole; exit 3");
  const followed = await host.follow(dir);
  assert.deepEqual([followed.stdout, endOf(followed).code], ["whole\n", 3]);
});

Deno.test("job_run.sh kills a command that ignores TERM at a limit of half a second, and reports it", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await host.job(dir, "trap '' TERM; echo deaf; while :; do sleep 1; done", { limitS: 0.5, graceS: 0.5 });
  const followed = await host.follow(dir);
  const end = endOf(followed);
  assert.deepEqual([end.code, end.timedOut, end.endedBy], [137, true, undefined]);
  assert.match(followed.stdout, /^deaf\n/);
  assert.ok(end.tookMs >= 500, `${end.tookMs} ms`);
});

Deno.test("job_run.sh ends daemons with a session of their own and no environment, and names them", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  const daemons = ["env -i setsid sleep 301", "setsid sh -c 'cd /; exec sleep 302 >/dev/null 2>&1'"];
  await host.job(dir, daemons.map((daemon) => `${daemon} & ${UNTIL_SLEEP}`).join("\n"));
  const end = endOf(await host.follow(dir));
  assert.equal(end.code, 0);
  const left = await Deno.readTextFile(`${dir}/job/left`);
  assert.deepEqual(left.trim().split("\n").map((line) => line.split("\t")[1]), ["sleep", "sleep"]);
  for (const line of left.trim().split("\n")) assert.ok(!await alive(line.split("\t")[0]), line);
});

Deno.test("job_run.sh ends the command when the disk is full", async () => {
  await using host = new ScriptHost();
  const home = await host.smallDisk("small");
  const { dir } = await host.make({ home });
  await host.job(dir, "cat /dev/zero; sleep 300", { limitS: 2 });
  await until("the job has written", async () => (await Deno.stat(`${dir}/job/output.log`)).size > 10_000);
  await using _ = host.keepFull(home);
  const end = endOf(await host.follow(dir));
  assert.deepEqual([end.timedOut, end.bytes > 10_000], [true, true]);
});

Deno.test("job_follow.sh prints every byte from an offset on, whatever the bytes are", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  await Deno.writeFile(`${dir}/repo/bytes`, bytes);
  await host.job(dir, "cat bytes; echo e2e-exit code=0 >&2; sleep 0.3; cat bytes");
  const want = new Uint8Array([...bytes, ...new TextEncoder().encode("e2e-exit code=0\n"), ...bytes]);
  for (const offset of [0, 1, 59_999, 60_016, want.length]) {
    const followed = await host.follow(dir, { offset });
    assert.deepEqual([offset, followed.bytes], [offset, want.slice(offset)]);
    assert.equal(endOf(followed).bytes, want.length);
  }
});

Deno.test("job_run.sh adds nothing to the output of a command that is killed", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await host.job(dir, "printf out; kill -9 $$");
  assert.equal((await host.follow(dir)).stdout, "out");
});

Deno.test("job_kill.sh does not end a follower that starts during its search", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  for (let at = 0; at < 12; at++) {
    await host.job(dir, "true", { name: `job${at}` });
    assert.equal(endOf(await host.follow(dir, { name: `job${at}` })).code, 0);
  }
});

Deno.test("job_follow.sh ends when the client is gone, and leaves nothing behind", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await host.job(dir, "echo begun; exec sleep 300");
  const following = host.start("job_follow.sh", [dir, "job", "0"], { stdin: "open" });
  await begun(dir);
  await following.hangUp();
  const { code, stderr } = await following.ended;
  assert.deepEqual([code, stderr.includes("e2e-")], [1, false]);
  assert.equal((await host.processes(["E2E_HELPER"])).filter((each) => each.includes("job_follow")).length, 0);
  assert.equal((await host.run("job_kill.sh", dir, "1")).code, 0);
  assert.equal(endOf(await host.follow(dir)).code, 143);
});

Deno.test("job_follow.sh reports that the job was lost when its supervisor was killed", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await host.job(dir, "echo begun; exec sleep 300");
  const following = host.follow(dir);
  await begun(dir);
  const supervisors = (await host.processes(["E2E_HELPER"])).filter((each) => each.includes("job_run.sh"));
  for (const each of supervisors) kill(Number(each.split(" ")[1]), "SIGKILL");
  const { code, stdout, stderr } = await following;
  assert.deepEqual([code, stdout, stderr], [0, "begun\n", "e2e-lost\n"]);
  const killed = await host.run("job_kill.sh", dir, "1");
  assert.deepEqual([killed.code, /\tsleep\n/.test(killed.stdout)], [0, true]);
  await host.endHelpers(); // as a removal does: the processes of the supervisor
});
