import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { exec } from "../../../lib/host/exec.ts";
import { listTree } from "../../../lib/repository/tree.ts";

/** A file of a repository, and what happened to it. */
interface File {
  readonly path: string;
  readonly fate: "untracked" | "tracked" | "forced" | "changed" | "deleted" | "turned into a link" | "executable";
}

/** A repository: its files, its ignore rules, and `sync`. */
interface Repository {
  readonly files: readonly File[];
  readonly ignored: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const part = fc.constantFrom("a", "b", "c.log", "d e", "é", "-x", "[n]", "n\nl", "q\"'", ".h", "\\");
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const fate = fc.constantFrom(
  "untracked" as const,
  "tracked" as const,
  "forced" as const,
  "changed" as const,
  "deleted" as const,
  "turned into a link" as const,
  "executable" as const,
);
const ignored = fc.constantFrom("a", "/a", "b/", "*.log", "!c.log", "c.log", "/a/b", "**/d e", "*", "!*/", ".h", "");
const repository: fc.Arbitrary<Repository> = fc.record({
  files: fc.uniqueArray(fc.record({ path, fate }), { selector: (file) => file.path, maxLength: 12 }).map(
    withoutNesting,
  ),
  ignored: fc.array(ignored, { maxLength: 3 }),
  include: fc.constantFrom([], ["b"], ["*.log"], ["a/**"], ["**/c.log", ".h"]),
  exclude: fc.constantFrom([], ["a"], ["**/b"], ["*"]),
});

/** A path cannot be a file and a directory. */
function withoutNesting(files: readonly File[]): readonly File[] {
  return files.filter(({ path }) => !files.some((other) => other.path.startsWith(`${path}/`)));
}

async function git(root: string, args: readonly string[], stdin = ""): Promise<string> {
  const who = ["-c", "user.name=e2e", "-c", "user.email=e2e@example.org"];
  const { code, stdout, stderr } = await exec(["git", "-C", root, ...who, ...args], { stdin });
  assert.equal(code, 0, stderr);
  return stdout;
}

async function make(root: string, { files, ignored }: Repository): Promise<void> {
  await git(root, ["init", "-q"]);
  await Deno.writeTextFile(join(root, ".gitignore"), ignored.map((line) => `${line}\n`).join(""));
  const of = (...fates: readonly string[]) => files.filter(({ fate }) => fates.includes(fate)).map(({ path }) => path);
  for (const { path } of files) {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.writeTextFile(join(root, path), "1");
  }
  const added = of("forced", "changed", "deleted", "turned into a link", "executable");
  await git(root, ["add", "-f", "--pathspec-from-file=-", "--pathspec-file-nul"], literal(added));
  const seen = await git(root, ["ls-files", "-z", "--others", "--exclude-standard"]);
  const tracked = of("tracked").filter((path) => seen.split("\0").includes(path));
  await git(root, ["add", "--pathspec-from-file=-", "--pathspec-file-nul"], literal(tracked));
  await git(root, ["commit", "-qm", "all", "--allow-empty"]);
  for (const path of of("changed")) await Deno.writeTextFile(join(root, path), "22");
  for (const path of of("executable")) await Deno.chmod(join(root, path), 0o755);
  for (const path of of("deleted", "turned into a link")) await Deno.remove(join(root, path));
  for (const path of of("turned into a link")) await Deno.symlink("nowhere", join(root, path));
}

const literal = (paths: readonly string[]) => [".gitignore", ...paths].map((each) => `:(literal)${each}\0`).join("");

Deno.test("listTree() lists what git would commit after git add -A, plus include, minus exclude", async () => {
  await fc.assert(
    fc.asyncProperty(repository, async (repository) => {
      const root = await Deno.makeTempDir();
      try {
        await make(root, repository);
        const taken = await listTree(root, { include: [], exclude: [] });
        const more = await listTree(root, repository);
        await git(root, ["add", "-A"]);
        const committed = (await git(root, ["ls-files", "-z"])).split("\0").filter((each) => each !== "");
        assert.deepEqual([...taken.paths].sort(), committed.sort());

        const isThere = (path: string) =>
          repository.files.some((file) => file.path === path && file.fate !== "deleted");
        const matches = (globs: readonly string[], path: string) =>
          globs.some((glob) => within(path).some((each) => GLOBS[glob]?.test(each) ?? assert.fail(glob)));
        const all = [...new Set([...committed, ...repository.files.map(({ path }) => path).filter(isThere)])];
        const isTaken = (path: string) => committed.includes(path) || matches(repository.include, path);
        const wanted = all.filter((path) => isTaken(path) && !matches(repository.exclude, path));
        assert.deepEqual([...more.paths].sort(), wanted.sort());
      } finally {
        await Deno.remove(root, { recursive: true });
      }
    }),
    { numRuns: 40 },
  );
});

/** `a/b/c` gives `a`, `a/b`, `a/b/c`. */
const within = (path: string) => path.split("/").map((_, at, parts) => parts.slice(0, at + 1).join("/"));

/** The globs of {@link repository} as regular expressions, for a path or a directory around it. */
const GLOBS: Readonly<Record<string, RegExp>> = {
  "b": /^b$/,
  "*.log": /^(?!\.)[^/]*\.log$/,
  "a/**": /^a\/(?!\.)[^/]+(\/(?!\.)[^/]+)*$/,
  "**/c.log": /^((?!\.)[^/]+\/)*c\.log$/,
  ".h": /^\.h$/,
  "a": /^a$/,
  "**/b": /^((?!\.)[^/]+\/)*b$/,
  "*": /^(?!\.)[^/]*$/,
};
