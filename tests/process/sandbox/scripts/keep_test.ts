import assert from "node:assert/strict";
import { ScriptHost, until } from "./fixture.ts";

Deno.test("keep.sh does not keep a sandbox that is being removed", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  const down = host.spawn(["sh", "-c", 'exec flock "$1" cat', "sh", dir], { stdin: "open" });
  await until("the lock is held", async () => (await host.sh('flock -n -s "$1" true', dir)).code === 1);
  assert.equal((await host.run("keep.sh", dir, "60")).code, 4);
  await down.hangUp();
  await down.ended;
  assert.equal((await host.run("keep.sh", dir, "60")).code, 0);
  assert.equal((await host.sh('flock -n "$1" true', dir)).code, 0); // the watcher has not inherited it
  assert.equal((await host.run("keep.sh", `${dir}x`, "60")).code, 4);
});

Deno.test("keep.sh uses the clock of the host, prints the time, and never shortens it", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  host.program("date", '#!/bin/sh\ncase $1 in +%s) echo 4000000000 ;; *) exec /bin/date "$@" ;; esac\n');
  const keep = async (seconds: string) => {
    const { code, stdout, stderr } = await host.run("keep.sh", dir, seconds);
    assert.deepEqual([code, stdout], [0, await Deno.readTextFile(`${dir}/keep_until`)], stderr);
    return stdout;
  };
  assert.deepEqual([await keep("600"), await keep("60"), await keep("700")], [
    "4000000600\n",
    "4000000600\n",
    "4000000700\n",
  ]);
});

Deno.test("sweep.sh does not remove a sandbox that is kept for longer while it waits for the lock", async () => {
  await using host = new ScriptHost();
  host.program("docker", "#!/bin/sh\nexit 0\n");
  const { dir, project } = await host.make();
  await host.stopWatchers();
  await Deno.writeTextFile(`${dir}/keep_until`, "1\n");
  const retest = host.spawn(["sh", "-c", 'exec flock "$1" cat', "sh", dir], { stdin: "open" });
  await until("the lock is held", async () => (await host.sh('flock -n -s "$1" true', dir)).code === 1);
  const swept = host.run("sweep.sh", "");
  const { ino } = await Deno.stat(dir);
  await until(
    "the sweep waits",
    async () => new RegExp(`-> FLOCK .*:${ino} `).test(await Deno.readTextFile("/proc/locks")),
  );
  await Deno.writeTextFile(`${dir}/keep_until`, "9999999999\n");
  await retest.hangUp();
  await retest.ended;
  const { code, stdout, stderr } = await swept;
  assert.deepEqual([code, stdout], [0, `watched\t${project}\n`], stderr);
  assert.equal(await Deno.readTextFile(`${dir}/keep_until`), "9999999999\n");
});
