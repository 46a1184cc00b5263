import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { exec } from "../../../lib/host/exec.ts";
import { pull } from "../../../lib/schedule/git_quietly.ts";
import { cloneArgv } from "../../../lib/schedule/install_argv.ts";

const GIT = "git -C origin -c user.name=e2e -c user.email=e2e";

Deno.test("clone.sh and pull() give files the modes of git when the account has umask 077", async () => {
  const home = await Deno.makeTempDir(), before = Deno.umask(0o022);
  const sh = async (script: string) => {
    const { code, stdout, stderr } = await exec(["sh", "-euc", `cd "$1"; ${script}`, "sh", home]);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const clone = (url: string) =>
    exec(["sh", "-c", 'HOME=$1; shift; exec "$@"', "sh", home, ...cloneArgv("~/shop", url)]);
  try {
    await sh("git init -q origin");
    await sh(
      `mkdir origin/e2e; echo x >origin/e2e/run; chmod 755 origin/e2e/run; git -C origin add -A; ${GIT} commit -qm x`,
    );
    Deno.umask(0o077);
    assert.notEqual((await clone(`${home}/none`)).code, 0);
    assert.equal(existsSync(`${home}/shop`), false);
    const cloned = await clone(`${home}/origin`);
    assert.equal(cloned.code, 0, cloned.stderr);
    await sh(`mkdir origin/more; echo x >origin/more/config; git -C origin add -A; ${GIT} commit -qm y`);
    await pull({ dir: `${home}/shop`, signal: new AbortController().signal });
    assert.equal(
      await sh("stat -c '%a %n' shop shop/e2e shop/e2e/run shop/more shop/more/config"),
      "700 shop\n755 shop/e2e\n755 shop/e2e/run\n755 shop/more\n644 shop/more/config\n",
    );
  } finally {
    Deno.umask(before);
    await Deno.remove(home, { recursive: true });
  }
});
