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

/** A Docker Engine with one container that was started again three times, after ends with these exit codes. */
const restarted = (codes: readonly number[]) =>
  `#!/bin/sh
case $1 in
  ps) echo 4f1d ;;
  inspect) printf 'web\\t0\\trunning\\t3\\t4f1d\\talways\\n' ;;
  events) printf '${codes.map((code, at) => `container\\tdie\\t4f1d\\t${code}\\t\\t${at}\\n`).join("")}' ;;
esac
`;

for (const [codes, ...says] of [[[0, 0, 0]], [[0, 3, 0], "3 times"], [[0, 0], "3 times"]] as const) {
  Deno.test(`ready.sh ${says.length === 0 ? "accepts" : "reports"} a service that ended with ${codes.join(", ")} and was restarted`, async () => {
    await using host = new ScriptHost();
    const { dir, project } = await host.make();
    host.program("docker", restarted(codes));
    const stdin = "web\ttcp\tlocalhost:9\t1\t-\t-\n";
    const { stdout } = await host.start("ready.sh", [dir, project], { stdin }).ended;
    const rows = stdout.split("\n").map((line) => line.split("\t"));
    assert.deepEqual(rows.flatMap(([, status, answer]) => status === "restarted" ? [answer] : []), says);
  });
}
