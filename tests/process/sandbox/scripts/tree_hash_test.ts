import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { listTree } from "../../../../lib/repository/tree.ts";
import { differingPaths, treeHash } from "../../../../lib/repository/tree_records.ts";
import { exists, ScriptHost } from "./fixture.ts";

const part = fc.constantFrom(
  "a",
  "-n",
  "new\nline",
  "é日本",
  "😀",
  "｡",
  "\\",
  "q\"'",
  " ",
  "[x]*",
  "f 644 .",
  "tab\t",
  ".h",
);
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const file = fc.record({
  path,
  mode: fc.constantFrom(0o644, 0o600, 0o755, 0o4755, 0o7, 0o444),
  content: fc.constantFrom("", "one", "two\0\n"),
  target: fc.option(fc.constantFrom("a", "./a//b", "-n", "new\nline", "nowhere"), { freq: 3, nil: undefined }),
});

/** A path cannot be a file and a directory. */
const files = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 10 }).map((files) =>
  files.filter(({ path }) => !files.some((other) => other.path.startsWith(`${path}/`)))
);

Deno.test("tree_hash.sh and listTree() agree on every tree, and find the paths that differ", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  const repo = join(dir, "repo");
  await fc.assert(
    fc.asyncProperty(files, fc.nat(), async (files, chosen) => {
      await host.sh('rm -rf "$1" "$2"; mkdir "$1"', repo, `${dir}/sent`);
      for (const { path, mode, content, target } of files) {
        const at = join(repo, path);
        await Deno.mkdir(dirname(at), { recursive: true });
        if (target !== undefined && !path.includes("/")) await Deno.symlink(target, at);
        else await Deno.writeTextFile(at, content).then(() => Deno.chmod(at, mode));
      }
      const tree = await listTree(repo, { include: [], exclude: [] });
      assert.equal(tree.paths.length, files.length);
      assert.equal((await host.run("tree_hash.sh", dir, "all")).stdout, `${tree.hash}\n`);
      await Deno.writeTextFile(join(repo, "more"), "written by the tests");
      assert.equal((await host.run("tree_hash.sh", dir, "sent")).stdout, `${tree.hash}\n`);

      const one = files[chosen % files.length];
      if (one === undefined) return;
      await host.sh('rm -f "$1"; echo other >"$1"', join(repo, one.path));
      const { stdout } = await host.run("tree_hash.sh", dir, "sent", "records");
      const records = stdout.split("\0").filter((record) => record !== "");
      assert.deepEqual(differingPaths(tree.records, records), [one.path]);
      assert.equal((await host.run("tree_hash.sh", dir, "sent")).stdout, `${treeHash(records)}\n`);
    }),
    { numRuns: 40, seed: 12 },
  );
  await host.run("down.sh", dir, dir.split("/").at(-1) ?? "");
  assert.ok(!await exists(dir));
});
