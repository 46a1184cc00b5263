import assert from "node:assert/strict";
import { ScriptHost } from "./fixture.ts";

Deno.test("job_run.sh ends processes that were left running when no file can be created", async () => {
  await using host = new ScriptHost();
  const home = await host.smallDisk("few", "1m,nr_inodes=90");
  const { dir } = await host.make({ home });
  const fill = 'i=0; while : >"$1/fill$i"; do i=$((i + 1)); done 2>/dev/null';
  await Deno.writeTextFile(`${dir}/repo/fill`, fill);
  await host.job(dir, 'sh ./fill "$PWD"; env -i setsid sleep 300 & sleep 0.2; exit 7');
  const followed = await host.follow(dir);
  assert.match(followed.stderr, /^e2e-exit code=7 timed_out=0 ended_by=- left=1 /m);
  assert.equal((await host.sh('find /proc/[0-9]*/cwd -lname "$1/repo" 2>/dev/null', dir)).stdout, "");
});
