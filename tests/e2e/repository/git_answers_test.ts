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

/** Returns the number of files that `e2e check` would send. */
async function counted(world: World, root: string, env: Readonly<Record<string, string>> = {}): Promise<number> {
  const { code, stdout, stderr } = await world.run(["check", root, "--json"], env);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).sends.files;
}

/** Checks that `e2e check` and `e2e run` refuse the repository, and that nothing is sent. */
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

/** Ways to break a `.git`. */
const BROKEN: Readonly<Record<string, readonly [script: string, says: RegExp]>> = {
  "is a file that names a missing directory": [
    "echo 'gitdir: /nowhere/main.git/worktrees/x' >.git",
    /\/nowhere\/main\.git/,
  ],
  "is a broken link": ["ln -s /nowhere .git", /not a git repository/],
  "is a directory that is not a repository": ["mkdir .git; echo torn >.git/HEAD", /not a git repository/],
};

for (const [name, [script, says]] of Object.entries(BROKEN)) {
  Deno.test(`e2e check and run send nothing when .git ${name}, and show git's message`, async () => {
    await using world = new World();
    const root = await world.repository(FILES);
    await sh(root, script);
    await refused(world, root, { says, hint: /hint: repair or remove \S+\/repo\/\.git$/m });
  });
}

Deno.test("e2e check and run send nothing from a subdirectory when the .git above is broken", async () => {
  await using world = new World();
  const root = await world.repository(FILES, "mono/services/web");
  await sh(join(root, "../.."), "echo 'gitdir: /nowhere' >.git");
  await refused(world, root, {
    says: /mono\/\.git" exists, but git failed: .*\/nowhere/,
    hint: /hint: repair or remove /,
  });
});

Deno.test("e2e check and run do not use a repository above a broken .git", async () => {
  await using world = new World();
  const root = await world.repository(FILES, "mono/web");
  await sh(join(root, ".."), "git init -q; mkdir web/.git");
  await refused(world, root, { says: /web\/\.git" exists, but git failed/, hint: /hint: repair or remove / });
});

Deno.test("e2e check and run send nothing when there is a .git but git is not installed", async () => {
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
  Deno.test(`e2e check and run send nothing when the .git of a ${name} is broken, unless it is excluded`, async () => {
    await using world = new World();
    await sh(await world.repository({ "a": "1", "b": "1" }, "lib"), "git init -q; git add -A; git commit -qm one");
    const root = await world.repository(FILES);
    await sh(root, `git init -q; git ${script}; rm -rf lib/.git; echo 'gitdir: /nowhere' >lib/.git`);
    await refused(world, root, {
      says: /lib\/\.git" exists, but git failed: .*\/nowhere/,
      hint: /"lib" to sync.exclude/,
    });
    await world.repository(webRepository({ sync: { exclude: ["lib"] } }));
    assert.equal(await counted(world, root), SENT + (name === "submodule" ? 1 : 0));
  });
}

Deno.test("e2e check counts all files of a submodule without .git, and none of one that was not checked out", async () => {
  await using world = new World();
  await sh(await world.repository({ "a": "1", "b": "1" }, "lib"), "git init -q; git add -A; git commit -qm one");
  const root = await world.repository(FILES);
  await sh(root, "git init -q; git submodule --quiet add ../lib lib; rm -rf lib/.git");
  assert.equal(await counted(world, root), SENT + ".gitmodules a b".split(" ").length);
  await sh(root, "rm lib/*");
  assert.equal(await counted(world, root), SENT + 1);
});

Deno.test("e2e check counts the files of a directory that replaced a tracked file, without the ignored ones", async () => {
  await using world = new World();
  const root = await world.repository(FILES);
  await sh(root, "git init -q; git add -A; git commit -qm one; rm kept; mkdir kept; echo 1 >kept/a; echo 1 >kept/.env");
  assert.equal(await counted(world, root), SENT);
});

Deno.test("e2e check uses git for a nested repository when there is none above", async () => {
  await using world = new World();
  const root = await world.repository({ ...FILES, "inner/.gitignore": ".env\n", "inner/.env": "secret" });
  await sh(root, "git init -q inner");
  assert.equal(await counted(world, root), Object.keys(FILES).length + 1);
});

Deno.test("e2e check in a git hook counts the files of the given repository", async () => {
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

asOther("e2e check and run send nothing from another user's repository, and show git's own hint", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const root = await world.repository(FILES);
  await sh(root, "git init -q");
  await refused(world, root, {
    says: /dubious ownership/,
    hint: /hint: git config --global --add safe\.directory \S+\/repo$/m,
  });
});

Deno.test("e2e check and run explain once that there is no git repository", async () => {
  await using world = new World();
  const root = await world.repository(FILES);
  const says = new RegExp(
    `No git repository: all ${
      SENT + 1
    } files \\(\\d+\\.\\d kB\\) are sent, also those that a \\.gitignore lists; sync.exclude`,
  );
  for (const args of [["check", root], [root, "--host", "local"]]) {
    const { code, stderr } = await world.run(args);
    assert.deepEqual([code, stderr.split(says).length], [0, 2], stderr);
  }
});

Deno.test("e2e run sends nothing through a link that replaced a directory, and sends names that rsync reads as comments", async () => {
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

Deno.test("e2e check respects the ignore rules of a submodule without .git", async () => {
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

Deno.test("e2e check and run report that the repository above ignores the whole root", async () => {
  await using world = new World();
  const root = await world.repository(FILES, "mono/build/web");
  await sh(join(root, "../.."), "git init -q; echo build >.gitignore");
  await refused(world, root, {
    says: /No files to send in ".*web": git or sync.exclude/,
    hint: /hint: git -C \S+ check-ignore/,
  });
});

asOther("e2e check and run send nothing when git cannot read an ignore file", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const root = await world.repository({ ...FILES, "sub/.gitignore": "secret\n", "sub/secret": "s" });
  await sh(root, `git init -q; chown -R ${USER}: .; chmod 600 sub/.gitignore; chown root: sub/.gitignore`);
  await world.repository(webRepository({ sync: { exclude: ["sub/.gitignore"] } }));
  await refused(world, root, {
    says: /files that git ignores: git cannot read "sub\/\.gitignore"/,
    hint: /hint: make it readable/,
  });
});
