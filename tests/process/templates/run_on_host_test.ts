import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";

const SCRIPT = new URL("../../../templates/common/run-on-host.sh", import.meta.url).pathname;

Deno.test("run-on-host.sh runs its repository with e2e-host, and explains how to install e2e-host if it is missing", async () => {
  const home = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${home}/web repo/e2e`, { recursive: true });
    await Deno.copyFile(SCRIPT, `${home}/web repo/e2e/run-on-host.sh`);
    const run = () =>
      exec(["sh", "-c", 'cd "$1" && HOME=$1 exec sh "web repo/e2e/run-on-host.sh" --no-pull', "sh", home]);
    const { code, stderr } = await run();
    assert.deepEqual([code, /e2e cron install/.test(stderr)], [127, true], stderr);
    await Deno.mkdir(`${home}/.e2e/bin`, { recursive: true });
    await Deno.writeTextFile(`${home}/.e2e/bin/e2e-host`, '#!/bin/sh\nprintf "%s|" "$@"\n', { mode: 0o755 });
    assert.equal((await run()).stdout, "web repo/e2e/..|--no-pull|");
    const example = new URL("../../../examples/activity-core/e2e/run-on-host.sh", import.meta.url);
    assert.equal(await Deno.readTextFile(example), await Deno.readTextFile(SCRIPT));
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
