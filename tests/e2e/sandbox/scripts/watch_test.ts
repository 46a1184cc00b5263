import assert from "node:assert/strict";
import { join } from "node:path";
import { DockerHost, exists, kill, type MadeSandbox, runJson, sleeper, until } from "./fixture.ts";

const noteOf = async (home: string, { project }: MadeSandbox) =>
  JSON.parse(await Deno.readTextFile(`${home}/abandoned/${project}.json`));

/** Renews a lease until it is disposed of. */
function renewing(host: DockerHost, { dir }: MadeSandbox): AsyncDisposable {
  let stopped = false;
  const done = (async () => {
    while (!stopped) {
      await host.run("lease_renew.sh", dir);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return { [Symbol.asyncDispose]: () => (stopped = true, done) };
}

/** A service that Docker starts again and again. */
const always = (command: string) => sleeper({ restart: "always", command: ["sh", "-c", command] });

Deno.test("watch.sh removes a sandbox when its lease expires, ends its job and leaves a note", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make({ leaseS: 2 });
  {
    await using _ = renewing(host, sandbox);
    await host.up(sandbox, { services: { web: always("sleep 600"), ends: always("true"), crashes: always("exit 3") } });
    await host.job(sandbox.dir, "trap '' TERM; while :; do sleep 1; done");
  }
  const followed = await host.follow(sandbox.dir);
  assert.match(followed.stderr, /ended_by=lease/);
  await host.gone(sandbox);
  const { reason, run } = await noteOf(host.home, sandbox);
  assert.deepEqual([reason, run], ["its lease of 2 s expired", JSON.parse(runJson(sandbox.project))]);
});

Deno.test("watch.sh does not use the wall clock: neither a clock that is set nor an old file makes a lease expire", async () => {
  await using host = new DockerHost();
  host.program("date", "#!/bin/sh\ncase $* in *%s*) echo 4102444800 ;; *) echo 2100-01-01T00:00:00Z ;; esac\n");
  const sandbox = await host.make({ leaseS: 30 });
  await host.sh('touch -d 1990-01-01 "$1" "$1/lease" "$1/lease_s"', sandbox.dir);
  const ticks = await Deno.readTextFile("/proc/uptime");
  await until(
    "two ticks went by",
    async () => parseFloat(await Deno.readTextFile("/proc/uptime")) > parseFloat(ticks) + 2.2,
  );
  assert.ok(await exists(sandbox.dir));
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("watch.sh removes a sandbox on a full disk, and leaves the note when the disk has space again", async () => {
  await using host = new DockerHost();
  const home = await host.smallDisk("small");
  const sandbox = await host.make({ leaseS: 2, home });
  await until("the environment is captured", () => exists(`${sandbox.dir}/login.env`));
  await host.sh('cat /dev/zero >"$1" 2>/dev/null || true', `${sandbox.dir}/artifacts/fill`);
  await host.gone(sandbox);
  assert.equal((await noteOf(home, sandbox)).run.slug, "t");
});

Deno.test("watch.sh removes a kept sandbox at its time, without a note", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make({ leaseS: 1 });
  const epoch = Number((await host.run("keep.sh", sandbox.dir, "4")).stdout);
  await until("the lease is over", () => Promise.resolve(Date.now() > (epoch - 1) * 1000));
  assert.ok(await exists(sandbox.dir));
  await host.gone(sandbox);
  assert.ok(Date.now() >= epoch * 1000);
  assert.equal(await exists(`${host.home}/abandoned/${sandbox.project}.json`), false);
});

Deno.test("watch.sh keeps the sandbox of an interrupted run for the time in on_lost, and leaves a note at once", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make({ leaseS: 1, onLost: "keep 3" });
  await until("it is noted", () => exists(`${host.home}/abandoned/${sandbox.project}.json`));
  await until("it is kept", () => exists(`${sandbox.dir}/keep_until`));
  await host.gone(sandbox);
});

Deno.test("watch.sh removes the rest of the project and ends when the directory is gone", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  await host.up(sandbox, { services: { web: sleeper() } });
  await Deno.remove(sandbox.dir, { recursive: true });
  await host.gone(sandbox);
});

Deno.test("watch.sh and down.sh at the same time leave nothing behind, thirty times", async () => {
  await using host = new DockerHost();
  for (let at = 0; at < 30; at++) {
    const sandbox = await host.make({ leaseS: 1 });
    await host.up(sandbox, { services: { web: always("sleep 0.1") } });
    await until("the watcher is about to act", async () => {
      const held = await host.sh('command exec 9<"$1" && flock -n -s 9', sandbox.dir);
      return held.code !== 0 || at % 2 === 0;
    });
    const { code, stdout } = await host.down(sandbox);
    assert.deepEqual([at, code, stdout], [at, 0, ""]);
    await host.gone(sandbox);
  }
});

Deno.test("sweep.sh removes sandboxes that are expired, from an earlier boot or past their time, and keeps the others", async () => {
  await using host = new DockerHost();
  const [expired, kept, past, boot, fresh, watched] = await Promise.all(
    Array.from({ length: 6 }, () => host.make()),
  ) as [MadeSandbox, MadeSandbox, MadeSandbox, MadeSandbox, MadeSandbox, MadeSandbox];
  await host.up(boot, { services: { web: always("sleep 600"), ends: always("true") } }); // as Docker does after a boot
  const watchers = (await host.processes(["E2E_WATCHER"])).filter((line) => line.includes("watch.sh"));
  for (const each of watchers.filter((line) => !line.includes(watched.project))) {
    kill(Number(each.split(" ")[1]), "SIGKILL");
  }
  const others = [expired, kept, past, boot, fresh];
  const locks = others.map(({ dir }) => `${dir}/watch.lock`);
  const free = 'for lock; do flock -n "$lock" true || exit; done';
  await until("nobody watches them", async () => (await host.sh(free, ...locks)).code === 0);
  const now = Math.floor(Date.now() / 1000);
  await Deno.writeTextFile(`${kept.dir}/keep_until`, `${now + 1000}\n`);
  await Deno.writeTextFile(`${past.dir}/keep_until`, `${now - 1}\n`);
  const lease = await Deno.readTextFile(`${boot.dir}/lease`);
  await Deno.writeTextFile(`${boot.dir}/lease`, `00000000-0000-0000-0000-000000000000${lease.slice(36)}`);
  await Deno.writeTextFile(`${expired.dir}/lease`, `${lease.slice(0, 36)} 000000000001\n`);
  const sandboxes = join(host.home, "sandboxes");
  for (const name of [".new-e2e-old", ".new-e2e-young", "stranger"]) await Deno.mkdir(join(sandboxes, name));
  await host.sh('touch -d "11 minutes ago" "$1"', join(sandboxes, ".new-e2e-old"));

  const { code, stdout, stderr } = await host.run("sweep.sh", "");
  const lines = [[expired, "removed"], [past, "removed"], [boot, "removed"], [kept, "watched"], [
    fresh,
    "watched",
  ]] as const;
  assert.deepEqual([code, stdout.trimEnd().split("\n").sort()], [
    0,
    lines.map(([{ project }, word]) => `${word}\t${project}`).sort(),
  ], stderr);
  const names = (await Array.fromAsync(Deno.readDir(sandboxes))).map(({ name }) => name);
  assert.deepEqual(names.sort(), [".new-e2e-young", "stranger", kept.project, fresh.project, watched.project].sort());
  const notes = (await Array.fromAsync(Deno.readDir(`${host.home}/abandoned`))).map(({ name }) => name);
  assert.deepEqual(notes.sort(), [expired, boot].map(({ project }) => `${project}.json`).sort());

  for (const name of [".new-e2e-young", "stranger"]) await Deno.remove(join(sandboxes, name));
  for (const each of [kept, fresh, watched]) assert.equal((await host.down(each)).code, 0);
});

Deno.test("sweep.sh removes, by label, projects without a directory, and none of another home", async () => {
  await using host = new DockerHost();
  await using other = new DockerHost();
  const [orphan, foreign] = [await host.make(), await other.make()];
  for (const [where, each] of [[host, orphan], [other, foreign]] as const) {
    await where.up(each, { services: { web: always("sleep 1") } });
    await where.stopWatchers();
    await Deno.remove(each.dir, { recursive: true });
  }
  const { code, stdout } = await host.run("sweep.sh", host.home);
  assert.deepEqual([code, stdout], [0, `removed\t${orphan.project}\n`]);
  assert.deepEqual(await host.inventory(orphan.project), []);
  assert.equal((await other.inventory(foreign.project)).length, 2);
  assert.equal((await other.run("sweep.sh", "")).code, 0);
});
