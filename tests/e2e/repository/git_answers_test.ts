import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { webRepository, World } from "../fixture.ts";
import { asOther, OtherUsersWorld, USER } from "../lifecycle/other_users_world.ts";

const FILES = { ...webRepository(), ".gitignore": ".env\n", ".env": "secret", "kept": "1" };
const SENT = Object.keys(FILES).length - 1;

async function sh(dir: string, script: string): Promise<void> {
  const git = 'git() { command git -c user.name=e2e -c user.email=e -c protocol.file.allow=always "$@"; }';
  const { code, stderr } = await exec(["sh", "-euc", `cd "$1"; ${git}; ${script}`, "sh", dir]);
  assert.equal(code, 0, stderr);
}

/** How many files `e2e check` says would travel. */
async function counted(world: World, root: string, env: Readonly<Record<string, string>> = {}): Promise<number> {
  const { code, stdout, stderr } = await world.run(["check", root, "--json"], env);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).sends.files;
}

/** `e2e check` and `e2e run` refuse the repository, and nothing is sent. */
async function refused(
  world: World,
  root: string,
  { says, hint, env = {} }: { readonly says: RegExp; readonly hint: RegExp; readonly env?: Record<string, string> },
): Promise<void> {
  const check = await world.run(["check", root], env);
  const run = await world.run([root, "--host", "local"], env);
  for (const { code, stderr } of [check, run]) {
    assert.deepEqual([code, says.test(stderr), hint.test(stderr)], [2, true, true], stderr);
  }
  const { outcome, sent, tree } = await world.result();
  assert.deepEqual([outcome, sent, tree], ["invalid", null, null]);
}

/** What breaks a repository, below which the one that is run may lie. */
const BROKEN: Readonly<Record<string, readonly [script: string, says: RegExp]>> = {
  "is a file that names no directory": ["echo 'gitdir: /nowhere/main.git/worktrees/x' >.git", /\/nowhere\/main\.git/],
  "is a link that leads nowhere": ["ln -s /nowhere .git", /not a git repository/],
  "is a directory that is no repository": ["mkdir .git; echo torn >.git/HEAD", /not a git repository/],
};

for (const [name, [script, says]] of Object.entries(BROKEN)) {
  Deno.test(`e2e check and run send nothing where .git ${name}, and say what git says`, async () => {
    await using world = new World();
    const root = await world.repository(FILES);
    await sh(root, script);
    await refused(world, root, { says, hint: /hint: repair or remove \S+\/repo\/\.git$/m });
  });
}

Deno.test("e2e check and run send nothing of a subdirectory where the .git above is broken", async () => {
  await using world = new World();
  const root = await world.repository(FILES, "mono/services/web");
  await sh(join(root, "../.."), "echo 'gitdir: /nowhere' >.git");
  await refused(world, root, {
    says: /mono\/\.git" is there, and git says: .*\/nowhere/,
    hint: /hint: repair or remove /,
  });
});

Deno.test("e2e check and run let no repository above answer for a broken .git", async () => {
  await using world = new World();
  const root = await world.repository(FILES, "mono/web");
  await sh(join(root, ".."), "git init -q; mkdir web/.git");
  await refused(world, root, { says: /web\/\.git" is there, and git says/, hint: /hint: repair or remove / });
});

Deno.test("e2e check and run send nothing where there is a .git and no git", async () => {
  await using world = new World();
  const root = await world.repository(FILES);
  await sh(root, "git init -q");
  const env = { PATH: await world.pathWithout("git") };
  await refused(world, root, { says: /git is not installed/, hint: /hint: sudo apt-get install git/, env });
});

for (
  const [name, script] of [["submodule", "submodule --quiet add ../lib lib"], [
    "repository inside",
    "clone -q ../lib lib",
  ]]
) {
  Deno.test(`e2e check and run send nothing where the .git of a ${name} is broken, unless it is excluded`, async () => {
    await using world = new World();
    await sh(await world.repository({ "a": "1", "b": "1" }, "lib"), "git init -q; git add -A; git commit -qm one");
    const root = await world.repository(FILES);
    await sh(root, `git init -q; git ${script}; rm -rf lib/.git; echo 'gitdir: /nowhere' >lib/.git`);
    await refused(world, root, {
      says: /lib\/\.git" is there, and git says: .*\/nowhere/,
      hint: /"lib" to sync.exclude/,
    });
    await world.repository(webRepository({ sync: { exclude: ["lib"] } }));
    assert.equal(await counted(world, root), SENT + (name === "submodule" ? 1 : 0));
  });
}

Deno.test("e2e check counts all files of a submodule that has no .git, and none of one that was not checked out", async () => {
  await using world = new World();
  await sh(await world.repository({ "a": "1", "b": "1" }, "lib"), "git init -q; git add -A; git commit -qm one");
  const root = await world.repository(FILES);
  await sh(root, "git init -q; git submodule --quiet add ../lib lib; rm -rf lib/.git");
  assert.equal(await counted(world, root), SENT + ".gitmodules a b".split(" ").length);
  await sh(root, "rm lib/*");
  assert.equal(await counted(world, root), SENT + 1);
});

Deno.test("e2e check counts the files in a directory that took a tracked file's place, less the ignored ones", async () => {
  await using world = new World();
  const root = await world.repository(FILES);
  await sh(root, "git init -q; git add -A; git commit -qm one; rm kept; mkdir kept; echo 1 >kept/a; echo 1 >kept/.env");
  assert.equal(await counted(world, root), SENT);
});

Deno.test("e2e check asks git inside a directory that is in no repository", async () => {
  await using world = new World();
  const root = await world.repository({ ...FILES, "inner/.gitignore": ".env\n", "inner/.env": "secret" });
  await sh(root, "git init -q inner");
  assert.equal(await counted(world, root), Object.keys(FILES).length + 1);
});

Deno.test("e2e check in a git hook counts the files of the repository that it is asked about", async () => {
  await using world = new World();
  const root = await world.repository(FILES), other = await world.repository({ "one": "1" }, "other");
  for (const dir of [root, other]) await sh(dir, "git init -q; git add -A; git commit -qm one");
  const env = {
    GIT_DIR: `${other}/.git`,
    GIT_INDEX_FILE: `${other}/.git/index`,
    GIT_WORK_TREE: other,
    GIT_PREFIX: "x/",
  };
  assert.equal(await counted(world, root, env), SENT);
  assert.equal(await counted(world, root, { GIT_CEILING_DIRECTORIES: world.root }), SENT);
  const { code, stderr } = await world.run([root, "--host", "local"], env);
  assert.equal(code, 0, stderr);
  const { git, sent } = await world.result();
  assert.deepEqual([sent?.files, git?.dirty], [SENT, false]);
});

asOther("e2e check and run send nothing of somebody else's repository, and tell git's own hint", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const root = await world.repository(FILES);
  await sh(root, "git init -q");
  await refused(world, root, {
    says: /dubious ownership/,
    hint: /hint: git config --global --add safe\.directory \S+\/repo$/m,
  });
});

Deno.test("e2e check and run say once what it means that there is no git repository", async () => {
  await using world = new World();
  const root = await world.repository(FILES);
  const says = new RegExp(
    `No git repository: all ${
      SENT + 1
    } files \\(\\d+\\.\\d kB\\) are sent, also what a \\.gitignore names; sync.exclude`,
  );
  for (const args of [["check", root], [root, "--host", "local"]]) {
    const { code, stderr } = await world.run(args);
    assert.deepEqual([code, stderr.split(says).length], [0, 2], stderr);
  }
});

Deno.test("e2e run sends nothing through a link that took a directory's place, and names that rsync takes for comments", async () => {
  await using world = new World();
  const test = "find . -type f -o -type l | grep -v ^./e2e | LC_ALL=C sort";
  const files = webRepository({ health_checks: [{ service: "web" }], test_command: test });
  const root = await world.repository({ ...files, "d/f": "1", "e/f": "1", ";x": "1" });
  await sh(
    root,
    "git init -q; git add -A; git commit -qm one; mkdir ../outside; echo SECRET >../outside/f; echo 1 >'#auto#'",
  );
  await sh(root, "rm -r d; ln -s ../outside d; echo /d >.gitignore; mv e g; ln -s g e");
  const { code, stderr } = await world.run([root, "--host", "local"]);
  assert.equal(code, 0, stderr);
  assert.ok(stderr.includes("\n./#auto#\n./.gitignore\n./;x\n./e\n./g/f\n"), stderr);
});

Deno.test("e2e check heeds what a submodule without .git ignores", async () => {
  await using world = new World();
  await sh(
    await world.repository({ "a": "1", ".gitignore": "*.env\n" }, "lib"),
    "git init -q; git add -A; git commit -qm one",
  );
  const root = await world.repository(FILES);
  await sh(
    root,
    "git init -q; git submodule --quiet add ../lib lib; rm -rf lib/.git; echo s >lib/x.env; echo n >lib/new",
  );
  assert.equal(await counted(world, root), SENT + ".gitmodules a .gitignore new".split(" ").length);
});

Deno.test("e2e check and run say that the repository above ignores the whole root", async () => {
  await using world = new World();
  const root = await world.repository(FILES, "mono/build/web");
  await sh(join(root, "../.."), "git init -q; echo build >.gitignore");
  await refused(world, root, {
    says: /Nothing of ".*web" would be sent: git ignores/,
    hint: /hint: git -C \S+ check-ignore/,
  });
});

asOther("e2e check and run send nothing where git cannot read what is ignored", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const root = await world.repository({ ...FILES, "sub/.gitignore": "secret\n", "sub/secret": "s" });
  await sh(root, `git init -q; chown -R ${USER}: .; chmod 600 sub/.gitignore; chown root: sub/.gitignore`);
  await world.repository(webRepository({ sync: { exclude: ["sub/.gitignore"] } }));
  await refused(world, root, {
    says: /which files git ignores: it cannot read "sub\/\.gitignore"/,
    hint: /hint: make it readable/,
  });
});
