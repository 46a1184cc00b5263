import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { gitState } from "../../../lib/repository/git_state.ts";

Deno.test("gitState() detects a change that the file system monitor does not report", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${root}/monitor`, "#!/bin/sh\nprintf 'token\\0'\n", { mode: 0o755 });
    await Deno.writeTextFile(`${root}/kept`, "");
    const commit = "git init -q; git add -A; git -c user.name=e2e -c user.email=e commit -qm one";
    const monitor = "git config core.fsmonitor ./monitor; git config core.untrackedCache true";
    const script = `cd "$1"; ${commit}; ${monitor}; git update-index --fsmonitor; git status; echo changed >kept`;
    assert.equal((await exec(["sh", "-euc", script, "sh", root])).code, 0);
    assert.equal((await gitState(root))?.dirty, true);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
