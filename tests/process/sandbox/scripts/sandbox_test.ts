import assert from "node:assert/strict";
import { exists, newProject, runJson, ScriptHost, until } from "./fixture.ts";

const LEASE = /^[0-9a-f-]{36} \d{12}\n$/;

Deno.test("sandbox_make.sh creates a sandbox with its lease and its watcher, and prints the same when it is called again", async () => {
  await using host = new ScriptHost();
  const project = newProject();
  const made = await Promise.all([host.tryMake(project), host.tryMake(project)]);
  made.push(await host.tryMake(project));
  const dir = `${host.home}/sandboxes/${project}`;
  for (const { code, stdout, stderr } of made) assert.deepEqual([code, stdout], [0, `${dir}\n`], stderr);
  assert.equal(await Deno.readTextFile(`${dir}/run.json`), `${runJson(project)}\n`);
  assert.match(await Deno.readTextFile(`${dir}/lease`), LEASE);
  const watchers = async () => (await host.processes(["E2E_WATCHER"])).filter((each) => each.includes("watch.sh"));
  await until("one watcher is left", async () => (await watchers()).length === 1);
  assert.deepEqual([...Deno.readDirSync(`${host.home}/sandboxes`)].map(({ name }) => name), [project]);
});

Deno.test("sandbox_make.sh creates nothing and exits with 4 when the disk is full", async () => {
  await using host = new ScriptHost();
  const home = await host.smallDisk("small", "24k");
  const { code, stdout, stderr } = await host.tryMake(newProject(), { home });
  assert.deepEqual([code, stdout], [4, ""]);
  assert.match(stderr, /room left: 0/);
  assert.deepEqual([...Deno.readDirSync(`${home}/sandboxes`)], []);
});

Deno.test("sandbox_make.sh creates no sandbox without a lease", async () => {
  await using host = new ScriptHost();
  const project = newProject();
  const { code } = await host.tryMake(project, { scripts: { "lease_renew.sh": "exit 1\n" } });
  assert.deepEqual([code, await exists(`${host.home}/sandboxes/${project}`)], [4, false]);
});

Deno.test("sandbox_make.sh makes files with secrets unreadable for other users", async () => {
  await using host = new ScriptHost();
  host.env.DOCKER_HOST = "unix:///a 'b'";
  const { dir } = await host.make();
  await until("the environment is captured", () => exists(`${dir}/login.env`));
  for (const file of ["login.env", "docker.env"]) {
    assert.equal((Deno.statSync(`${dir}/${file}`).mode ?? 0) & 0o777, 0o600, file);
  }
  assert.match(await Deno.readTextFile(`${dir}/docker.env`), /^export DOCKER_HOST=/m);
});

Deno.test("lease_renew.sh renews the lease, even on a full disk", async () => {
  await using host = new ScriptHost();
  const home = await host.smallDisk("small");
  const { dir } = await host.make({ home });
  await until("the environment is captured", () => exists(`${dir}/login.env`));
  await host.sh('cat /dev/zero >"$1/fill" || true', home);
  await host.sh('printf "%-36s %012d\\n" new 1 1<>"$1/lease"', dir);
  await using _ = host.keepFull(home);
  for (let at = 0; at < 15; at++) {
    const { code, stderr } = await host.run("lease_renew.sh", dir);
    assert.equal(code, 0, stderr);
  }
  const boot = Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
  assert.ok((await Deno.readTextFile(`${dir}/lease`)).startsWith(`${boot} 0`));
});

Deno.test("lease_renew.sh exits with 4 when the host was restarted", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await Deno.writeTextFile(`${dir}/lease`, "00000000-0000-0000-0000-000000000000 000000000001\n");
  assert.equal((await host.run("lease_renew.sh", dir)).code, 4);
});

Deno.test("lease_renew.sh exits with 4 when the sandbox is gone or is being removed", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  assert.equal((await host.run("lease_renew.sh", `${dir}x`)).code, 4);
  const down = host.spawn(["sh", "-c", 'exec flock "$1" cat', "sh", dir], { stdin: "open" });
  await until("the lock is held", async () => (await host.sh('flock -n -s "$1" true', dir)).code === 1);
  const before = await Deno.readTextFile(`${dir}/lease`);
  assert.equal((await host.run("lease_renew.sh", dir)).code, 4);
  assert.equal(await Deno.readTextFile(`${dir}/lease`), before);
  await down.hangUp();
  await down.ended;
  assert.equal((await host.run("lease_renew.sh", dir)).code, 0);
});

Deno.test("watch.sh runs once when it is started several times, even when its log cannot be written", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  await host.stopWatchers();
  await host.sh('rm -f "$1/watch.log"; mkdir "$1/watch.log"', dir);
  const starts = await Promise.all(Array.from({ length: 4 }, () => host.run("watch.sh", dir)));
  assert.deepEqual(starts.map(({ code }) => code), [0, 0, 0, 0]);
  assert.equal((await host.sh('flock -n "$1/watch.lock" true', dir)).code, 1);
});

Deno.test("list.sh prints each sandbox as JSON, in a home with spaces and quotes", async () => {
  await using host = new ScriptHost(`it's a "home" \\ of $HOME`);
  const { dir, project } = await host.make({ leaseS: 77 });
  const kept = await host.make();
  const until = Number((await host.run("keep.sh", kept.dir, "1000")).stdout);
  await Deno.mkdir(`${host.home}/sandboxes/e2e-broken`);
  const { code, stdout } = await host.run("list.sh", "");
  assert.equal(code, 0);
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const of = (name: string) => lines.find((each) => each.project === name);
  const { lease_age_s, ...rest } = of(project);
  assert.ok(lease_age_s >= 0 && lease_age_s < 60);
  const run = JSON.parse(runJson(project));
  assert.deepEqual(rest, { project, dir, watched: true, expired: false, lease_s: 77, keep_until: null, run });
  assert.equal(of(kept.project).keep_until, until);
  const broken = { watched: false, expired: true, lease_s: null, lease_age_s: null, keep_until: null, run: null };
  assert.deepEqual(of("e2e-broken"), { project: "e2e-broken", dir: `${host.home}/sandboxes/e2e-broken`, ...broken });
});

Deno.test("note.sh writes a complete note, or none when the disk is full", async () => {
  await using host = new ScriptHost();
  const home = await host.smallDisk("small");
  const { dir, project } = await host.make({ home });
  await until("the environment is captured", () => exists(`${dir}/login.env`));
  await host.sh('cat /dev/zero >"$1/fill" || true', home);
  assert.notEqual((await host.run("note.sh", dir, "lost")).code, 0);
  assert.deepEqual([...Deno.readDirSync(`${home}/abandoned`)], []);
  await Deno.remove(`${home}/fill`);
  assert.equal((await host.run("note.sh", dir, "lost")).code, 0);
  const note = JSON.parse(await Deno.readTextFile(`${home}/abandoned/${project}.json`));
  assert.deepEqual([note.project, note.reason, note.run], [project, "lost", JSON.parse(runJson(project))]);
});

Deno.test("cache_tree.sh keeps a copy of the tree, and nothing of a copy that failed", async () => {
  await using host = new ScriptHost();
  const home = await host.smallDisk("small", "600k");
  const { dir } = await host.make({ home });
  await Deno.writeTextFile(`${dir}/repo/a file`, "one");
  assert.equal((await host.run("cache_tree.sh", dir, "slug")).code, 0);
  await host.sh('head -c 300000 /dev/zero >"$1"', `${dir}/repo/large`);
  assert.notEqual((await host.run("cache_tree.sh", dir, "slug")).code, 0);
  assert.deepEqual([...Deno.readDirSync(`${home}/cache/slug`)].map(({ name }) => name).sort(), ["lock", "tree"]);
  assert.equal(await Deno.readTextFile(`${home}/cache/slug/tree/a file`), "one");
});
