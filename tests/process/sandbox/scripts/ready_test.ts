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

/** Prints the last line of a log that a container wrote to standard output and to standard error. */
async function lastLine(out: string, err: string): Promise<string> {
  await using host = new ScriptHost();
  const exits = new URL("../../../../lib/sandbox/scripts/exits.sh", import.meta.url).pathname;
  const script = `work=$1 tab=''; . "$2"; export OUT="$3" ERR="$4" PATH="$1:$PATH"; last_line id now`;
  await Deno.mkdir(host.root, { recursive: true });
  await Deno.writeTextFile(`${host.root}/docker`, `#!/bin/sh\nprintf "$ERR" >&2; printf "$OUT"\n`, { mode: 0o755 });
  return (await host.sh(script, host.root, exits, out, err)).stdout.trim();
}

Deno.test("ready.sh quotes the last line of the errors, else of the output", async () => {
  assert.equal(await lastLine("worker started\n", "a\ncannot connect to queue\n\n"), "cannot connect to queue");
  assert.equal(await lastLine("a\nno config\r\n", "  \n"), "no config");
  assert.equal(await lastLine("", ""), "");
});
