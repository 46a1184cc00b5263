import assert from "node:assert/strict";
import { SCRIPTS } from "../../../../lib/sandbox/scripts.ts";
import { ScriptHost } from "./fixture.ts";
import { setShell, SHELLS } from "./shells.ts";

const PARSERS = [["dash", "-n"], ["bash", "--posix", "-n"], ["busybox", "sh", "-n"]] as const;
for (const parser of PARSERS) {
  Deno.test(`${parser.join(" ")} can parse every script`, async () => {
    await using host = new ScriptHost();
    for (const name of Object.keys(SCRIPTS)) {
      const { code, stderr } = await host.spawn([...parser, `${host.root}/bin/${name}`]).ended;
      assert.deepEqual([code, stderr], [0, ""], name);
    }
  });
}

for (const shell of SHELLS) {
  Deno.test(`sandboxes and jobs work when sh is ${shell}`, async () => {
    await using host = new ScriptHost();
    setShell(host, shell);
    const sandbox = await host.make();
    const { dir } = sandbox;
    assert.equal((await host.run("lease_renew.sh", dir)).code, 0);
    assert.equal(JSON.parse((await host.run("list.sh", "")).stdout).watched, true);

    await host.job(dir, "echo out; env -i setsid sleep 300 & exit 7");
    const followed = await host.follow(dir);
    assert.match(followed.stderr, /^e2e-exit code=7 timed_out=0 ended_by=- left=1 /m);
    assert.equal(followed.stdout, "out\n");

    await host.job(dir, "trap '' TERM; printf x; while :; do sleep 0.2; done", {
      name: "job2",
      limitS: 0.5,
      graceS: 0,
    });
    assert.match((await host.follow(dir, { name: "job2" })).stderr, /^e2e-exit code=137 timed_out=1 /m);

    await host.job(dir, "exec sleep 300", { name: "job3" });
    const killed = await host.run("job_kill.sh", dir, "1");
    assert.deepEqual([killed.code, killed.stderr], [0, ""]);
    assert.match((await host.follow(dir, { name: "job3" })).stderr, /^e2e-exit code=143 timed_out=0 /m);
  });
}
