import assert from "node:assert/strict";
import { ScriptHost, until } from "./fixture.ts";

Deno.test("list.sh lists all sandboxes when files of one are damaged", async () => {
  await using host = new ScriptHost();
  const { project } = await host.make();
  const [torn, spread] = [await host.make(), await host.make()];
  await Deno.writeTextFile(`${torn.dir}/run.json`, '{"run_id":"1","sl');
  await Deno.writeTextFile(`${torn.dir}/lease_s`, "6x\n");
  await Deno.writeTextFile(`${torn.dir}/keep_until`, "soon\n");
  await host.sh('cp /proc/sys/kernel/random/boot_id "$1/lease" && echo >>"$1/lease"', torn.dir);
  await Deno.writeTextFile(`${spread.dir}/run.json`, '{\n  "run_id": "2"\n}\n');
  const { code, stdout, stderr } = await host.run("list.sh", "");
  assert.deepEqual([code, stderr], [0, ""]);
  const of = new Map(stdout.trimEnd().split("\n").map((line) => JSON.parse(line)).map((each) => [each.project, each]));
  assert.deepEqual([...of.keys()].sort(), [project, torn.project, spread.project].sort());
  const { run, lease_s, lease_age_s, keep_until } = of.get(torn.project);
  assert.deepEqual([run, lease_s, lease_age_s, keep_until], [null, null, null, null]);
  assert.deepEqual(of.get(spread.project).run, { run_id: "2" });
});

Deno.test("list.sh and job_kill.sh find a sandbox by its physical path when the home is a link", async () => {
  await using host = new ScriptHost();
  const link = `${host.root}/link`;
  await Deno.symlink(host.home, link);
  host.env.E2E_HOME = link;
  const { dir, project } = await host.make({ home: "" });
  assert.equal(dir, `${host.home}/sandboxes/${project}`);
  assert.equal(JSON.parse((await host.run("list.sh", "")).stdout).dir, dir);
  await host.job(dir, "env -i setsid sleep 300 & exec sleep 300"); // found only by its directory
  await until(
    "the job runs",
    async () =>
      (await host.sh('find /proc/[0-9]*/cwd -lname "$1/repo" 2>/dev/null', dir)).stdout.split("\n").length > 2,
  );
  const ended = await host.run("job_kill.sh", dir, "1");
  assert.deepEqual([ended.code, ended.stdout.trim().split("\n").length], [0, 2]);
});

Deno.test({
  name: "list.sh names a directory that cannot be read, and lists a sandbox that cannot be read",
  ignore: Deno.uid() !== 0,
  fn: async () => {
    await using host = new ScriptHost();
    const [open, closed] = [await host.make(), await host.make()];
    await host.sh('chmod 755 "$1/sandboxes" "$2"; chmod 644 "$2/run.json"', host.home, open.dir);
    const asNobody = () =>
      host.spawn(["setpriv", "--reuid=65534", "--clear-groups", "sh", `${host.root}/bin/list.sh`, ""]).ended;
    const { code, stdout } = await asNobody();
    const found = stdout.trim().split("\n").map((line) => JSON.parse(line)).map(({ project, run }) => [project, !!run]);
    assert.deepEqual([code, found.sort()], [0, [[open.project, true], [closed.project, false]].sort()]);
    await Deno.chmod(`${host.home}/sandboxes`, 0o700);
    const none = await asNobody();
    assert.deepEqual([none.code, none.stdout, none.stderr], [
      1,
      "",
      `list.sh: ${host.home}/sandboxes cannot be read\n`,
    ]);
  },
});
