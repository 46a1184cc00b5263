import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { linkTree } from "../../../lib/repository/link_tree.ts";

Deno.test("linkTree() makes a directory with the given files, and keeps links of the repository", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(root, "a/b"), { recursive: true });
    for (const name of ["a/b/file", "ignored"]) await Deno.writeTextFile(join(root, name), name);
    await Deno.symlink("b/file", join(root, "a/link"));
    const linked = await linkTree(root, ["a/b/file", "a/link"]);
    assert.equal(await Deno.readTextFile(join(linked.path, "a/link")), "a/b/file");
    assert.equal(await Deno.readLink(join(linked.path, "a/link")), "b/file");
    assert.equal(existsSync(join(linked.path, "ignored")), false);
    await linked[Symbol.asyncDispose]();
    assert.deepEqual([existsSync(linked.path), existsSync(join(root, "a/b/file"))], [false, true]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("linkTree() leaves nothing behind when a file is missing", async () => {
  const root = await Deno.makeTempDir();
  try {
    const module = JSON.stringify(import.meta.resolve("../../../lib/repository/link_tree.ts"));
    const program = `(await import(${module})).linkTree(Deno.args[0], ["missing"])`;
    const args = ["eval", program, root], env = { TMPDIR: root };
    const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, env }).output();
    assert.match(new TextDecoder().decode(stderr), /NotFound/);
    assert.deepEqual([success, [...Deno.readDirSync(root)]], [false, []]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
