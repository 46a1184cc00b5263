import assert from "node:assert/strict";
import { join } from "node:path";
import { kill, ScriptHost, until } from "./fixture.ts";

Deno.test("ready.sh leaves nothing outside of its sandbox when it is killed", async () => {
  await using host = new ScriptHost();
  const { dir, project } = await host.make();
  host.env.TMPDIR = join(host.root, "tmp");
  await Deno.mkdir(host.env.TMPDIR);
  const asking = host.start("ready.sh", [dir, project], { stdin: "web\ttcp\tlocalhost:9\t60\t-\t-\t-\t-\n" });
  const started = async () =>
    (await host.sh('ls -d "$1"/ready.* "$2"/* | head -n 1', dir, host.env.TMPDIR ?? "")).stdout;
  await until("the checks have started", async () => await started() !== "");
  kill(asking.pid, "SIGKILL");
  await asking.ended;
  assert.deepEqual([...Deno.readDirSync(host.env.TMPDIR)], []);
});
