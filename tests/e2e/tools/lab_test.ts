import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { noLabReason } from "../../../tools/lab/lab_host.ts";

const LAB = join(import.meta.dirname ?? "", "../../../tools/lab/lab.sh");

Deno.test({
  name: "deno task lab up makes a second machine and prints how to reach it, ssh opens a shell, down removes it",
  ignore: noLabReason() !== undefined,
  fn: async () => {
    const lab = (...args: readonly string[]) => exec(["sh", "-c", 'LAB=typed exec sh "$@"', "sh", LAB, ...args]);
    try {
      const up = await lab("up");
      assert.equal(up.code, 0, up.stderr);
      const [, config = ""] = /^ {2}Include (.*)$/m.exec(up.stdout) ?? [];
      assert.match(up.stdout, /^Then: deno task e2e examples\/hello --host typed$/m);
      assert.ok((await Deno.stat(config)).isFile);
      assert.equal((await lab("ssh", "docker", "version", "--format", "ok")).stdout, "ok\n");
    } finally {
      const down = await lab("down");
      assert.equal(down.code, 0, down.stderr);
    }
    assert.notEqual((await lab("ssh", "true")).code, 0);
  },
});
