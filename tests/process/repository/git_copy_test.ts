import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { copyGit, gitPlace, wantsGit } from "../../../lib/repository/git_copy.ts";
import { listTree } from "../../../lib/repository/tree.ts";

const ENV = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  ...Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((who) => [[`GIT_${who}_NAME`, "e"], [`GIT_${who}_EMAIL`, "e@e"]]),
  ),
};

async function sh(cwd: string, script: string): Promise<string> {
  const { code, stdout, stderr } = await exec(["sh", "-euc", `cd "$1"; ${script}`, "sh", cwd], { env: ENV });
  assert.equal(code, 0, stderr);
  return stdout;
}

/** A repository with two commits, a tag on the first, and everything that must not travel. */
const SOURCE =
  `mkdir src; cd src; git init -qb main; echo one >a; printf 'dist\\n' >.gitignore; mkdir dist; echo x >dist/x
git add -A; git commit -qm one; git tag -am first v1.0; echo two >>a; git commit -qam two; git update-ref refs/remotes/origin/main HEAD
git config remote.origin.url https://user:s3cret@example.org/x; git config http.extraheader 'AUTHORIZATION: s3cret'
git config credential.helper '!echo s3cret'; git config include.path /tmp/s3cret; mkdir -p .git/hooks; echo s3cret >.git/hooks/pre-commit
echo stashed-s3cret >>a; git stash -q`;

interface Case {
  readonly name: string;
  /** Makes the repository `at` from `src`. */
  readonly script: string;
  readonly at?: string;
  readonly exclude?: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "an ordinary repository", script: "" },
  { name: "packed refs and objects", script: "cd src; git gc -q" },
  { name: "a changed file", script: "cd src; echo three >>a" },
  { name: "a deleted file", script: "cd src; rm a" },
  { name: "a staged file and an untracked one", script: "cd src; echo b >b; git add b; echo c >c" },
  { name: "a detached HEAD", script: "cd src; git checkout -q --detach v1.0" },
  {
    name: "a detached HEAD that no branch has",
    script: "cd src; git checkout -q --detach; echo d >d; git add d; git commit -qm d",
  },
  { name: "a worktree", script: "cd src; git worktree add -q ../tree v1.0", at: "tree" },
  { name: "a shallow clone", script: "git clone -q --depth 1 --branch main file://$PWD/src shallow", at: "shallow" },
  { name: "a clone that borrows its objects", script: "git clone -q --shared src shared", at: "shared" },
  {
    name: "a submodule",
    script:
      "mkdir up; cd up; git init -q; git -c protocol.file.allow=always submodule add -q ../src sub; git commit -qm sub",
    at: "up/sub",
  },
  {
    name: "a repository with a submodule",
    script:
      "mkdir up; cd up; git init -q; git -c protocol.file.allow=always submodule add -q ../src sub; git commit -qm sub",
    at: "up",
  },
  {
    name: "a sparse checkout",
    script: "cd src; mkdir d; echo d >d/d; git add d; git commit -qm d; git sparse-checkout set e",
  },
  { name: "files that sync.exclude leaves out", script: "", exclude: ["a"] },
  { name: "no commit", script: "mkdir new; cd new; git init -q; echo a >a", at: "new" },
];

const STATE =
  "git status --porcelain; git describe --tags --always --dirty || true; git log --format=%H || true; git for-each-ref refs/heads refs/tags refs/remotes; git symbolic-ref HEAD || true";

for (const { name, script, at = "src", exclude = [] } of CASES) {
  Deno.test(`copyGit() makes the same history and state from ${name}`, async () => {
    const base = await Deno.realPath(await Deno.makeTempDir());
    try {
      await sh(base, `(${SOURCE}); (${script || ":"})`);
      const root = join(base, at), to = join(base, "there");
      const { paths } = await listTree(root, { include: [".git"], exclude });
      for (const path of paths) {
        await Deno.mkdir(dirname(join(to, path)), { recursive: true });
        await Deno.copyFile(join(root, path), join(to, path));
      }
      {
        await using copy = await copyGit(root, { paths, into: join(base, "run") });
        await sh(base, `mkdir -p there; cp -r ${copy.path} there/.git; mv src gone`);
      }
      const there = await sh(to, STATE);
      const found = await sh(
        to,
        "git fsck --strict --unreachable 2>&1; git for-each-ref | grep -v -e /heads/ -e /tags/ -e /remotes/ || true; find .git -path '*hooks*'; grep -raF -e s3cret -e gone -e /src .git || true",
      );
      await sh(base, "mv gone src");
      assert.equal(there, await sh(root, STATE));
      assert.equal(found.replaceAll(/notice: .*\n/g, ""), "");
    } finally {
      await Deno.remove(base, { recursive: true });
    }
  });
}

Deno.test("wantsGit() is true for the globs that match .git", () => {
  const wants = (include: string, exclude: readonly string[] = []) => wantsGit({ include: [include], exclude });
  assert.deepEqual([".git", ".git/", ".git/**", "**", "dist"].map((glob) => wants(glob)), [
    true,
    true,
    true,
    false,
    false,
  ]);
  assert.equal(wants(".git", [".git"]), false);
});

Deno.test("gitPlace() finds the .git of the root, or above", async () => {
  const base = await Deno.realPath(await Deno.makeTempDir());
  try {
    await sh(base, "mkdir -p .git one/two");
    assert.deepEqual([gitPlace(base), gitPlace(`${base}/one/two`)], ["", "../.."]);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
});
