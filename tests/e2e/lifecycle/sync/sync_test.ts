import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../../lib/host/exec.ts";
import { webCompose, webRepository, World } from "../../fixture.ts";

/** Runs git in a repository; it must succeed. */
async function git(root: string, ...args: readonly string[]): Promise<void> {
  const who = ["-c", "user.name=e2e", "-c", "user.email=e2e@example.org", "-c", "protocol.file.allow=always"];
  const { code, stderr } = await exec(["git", "-C", root, ...who, ...args]);
  assert.equal(code, 0, stderr);
}

const SEEN = `mode() { if [ -L "$1" ]; then readlink "$1"; elif [ -x "$1" ]; then echo x; else echo -; fi; }
find . -mindepth 1 ! -type d -print0 | sort -z | while IFS= read -r -d '' path; do
  printf '%s\\0%s\\0' "$path" "$(mode "$path")" >>"$E2E_ARTIFACTS/seen"
done
`;

/** Returns the files that the tests find in their copy: each path, with a link's target, `x` for a program, or `-`. */
async function seen(
  world: World,
  files: Readonly<Record<string, string>>,
  options: {
    readonly prepare?: (root: string) => Promise<void>;
    readonly sync?: Readonly<Record<string, readonly string[]>>;
  } = {},
): Promise<Readonly<Record<string, string>>> {
  const { prepare = () => Promise.resolve(), sync = {} } = options;
  const contract = { health_checks: [{ service: "web" }], test_command: "bash e2e/seen.sh", sync };
  const root = await world.repository({ ...webRepository(contract), "e2e/seen.sh": SEEN, ...files });
  await prepare(root);
  const { code, stderr } = await world.run([root, "--host", "local"]);
  assert.equal(code, 0, stderr);
  const { run_id } = await world.result();
  const text = await Deno.readTextFile(join(world.state, "e2e/runs", run_id, "artifacts/seen"));
  const parts = text.split("\0");
  const pairs = parts.flatMap((path, at) => at % 2 === 0 && path !== "" ? [[path.slice(2), parts[at + 1] ?? ""]] : []);
  return Object.fromEntries(pairs.filter(([path]) => !path?.startsWith("e2e/")));
}

Deno.test("e2e run sends the files that git would add, with their content on disk", async () => {
  await using world = new World();
  const names = [
    "with space",
    "new\nline",
    "ünïcödé 日本",
    "-dash",
    "tab\there",
    "quote\"s'",
    "[glob]*?",
    " lead",
    "back\\slash",
  ];
  const found = await seen(world, {
    ".gitignore": "*.secret\nbuild/\n",
    "tracked": "1",
    "changed": "1",
    "deleted": "1",
    "dir/run.sh!": "#!/bin/sh\n",
    "dir/link": "-> ../tracked",
    "dir/hanging": "-> nowhere",
    "to-dir": "-> dir",
    "key.secret": "no",
    "build/out": "no",
    "forced.secret": "yes",
    ...Object.fromEntries(names.map((name) => [`names/${name}`, "1"])),
  }, {
    prepare: async (root) => {
      await git(root, "init", "-q");
      await git(root, "add", "-A");
      await git(root, "add", "-f", "forced.secret");
      await git(root, "commit", "-qm", "all");
      await Deno.remove(join(root, "deleted"));
      await Deno.writeTextFile(join(root, "changed"), "2");
      await Deno.writeTextFile(join(root, "untracked"), "1");
    },
  });
  assert.deepEqual(found, {
    ".gitignore": "-",
    "changed": "-",
    "dir/run.sh": "x",
    "dir/link": "../tracked",
    "dir/hanging": "nowhere",
    "forced.secret": "-",
    ...Object.fromEntries(names.map((name) => [`names/${name}`, "-"])),
    "to-dir": "dir",
    "tracked": "-",
    "untracked": "-",
  });
});

Deno.test("e2e run sends ignored files that sync.include names, and no files that sync.exclude names", async () => {
  await using world = new World();
  const found = await seen(world, {
    ".gitignore": "/dist/\n*.env\n",
    "dist/app.js": "1",
    "dist/deep/lib.js": "1",
    "dist/deep/lib.js.map": "1",
    "one.env": "1",
    "two.env": "1",
    "docs/a.md": "1",
    "docs/big.bin": "1",
    "kept": "1",
  }, {
    prepare: (root) => git(root, "init", "-q"),
    sync: { include: ["dist", "one.*"], exclude: ["docs/*.bin", "dist/**/*.map"] },
  });
  assert.deepEqual(Object.keys(found).sort(), [
    ".gitignore",
    "dist/app.js",
    "dist/deep/lib.js",
    "docs/a.md",
    "kept",
    "one.env",
  ]);
});

Deno.test("e2e run sends the files of a submodule, and of a repository inside", async () => {
  await using world = new World();
  const library = await world.repository({ "lib.txt": "1", ".gitignore": "*.o\n" }, "library");
  await git(library, "init", "-q");
  await git(library, "add", "-A");
  await git(library, "commit", "-qm", "library");
  const found = await seen(world, { "main": "1" }, {
    prepare: async (root) => {
      await git(root, "init", "-q");
      await git(root, "submodule", "--quiet", "add", library, "vendor/library");
      await git(root, "commit", "-qm", "with a submodule");
      await Deno.writeTextFile(join(root, "vendor/library/made.o"), "no");
      await Deno.writeTextFile(join(root, "vendor/library/new.txt"), "1");
    },
  });
  assert.deepEqual(Object.keys(found).sort(), [
    ".gitmodules",
    "main",
    "vendor/library/.gitignore",
    "vendor/library/lib.txt",
    "vendor/library/new.txt",
  ]);
});

Deno.test("e2e run sends everything when there is no git repository", async () => {
  await using world = new World();
  const found = await seen(world, {
    ".gitignore": "ignored\n",
    "ignored": "1",
    ".hidden/x!": "1",
  });
  assert.deepEqual(found, { ".gitignore": "-", ".hidden/x": "x", "ignored": "-" });
});

Deno.test("e2e run leaves no stale files: a file removed before the second run is removed on the host", async () => {
  await using world = new World();
  const files = {
    ...webRepository({ health_checks: [{ service: "web" }], test_command: "test -e old && ! test -e new" }),
    old: "1",
  };
  const root = await world.repository(files);
  assert.equal((await world.run([root, "--host", "local"])).code, 0);
  await Deno.rename(join(root, "old"), join(root, "new"));
  assert.equal((await world.run([root, "--host", "local"])).code, 1);
  const [first, second] = (await world.results()).map(({ sent }) => sent);
  assert.equal(first?.files, second?.files);
});

Deno.test("e2e check and run warn of mounted files that are not sent and of globs without a match, check also of secrets", async () => {
  await using world = new World();
  const mounts = `    volumes: ["../public:/public:ro", "../private:/private:ro", "../empty:/empty:ro"]\n`;
  const sync = { include: ["pubic/"], exclude: ["private/**"] };
  const files = webRepository({ sync }, `${webCompose()}${mounts}`);
  const root = await world.repository({
    ...files,
    ".gitignore": "public\n",
    "public/index.html": "x",
    "private/key": "x",
  });
  await Deno.mkdir(join(root, "empty"));
  assert.equal((await exec(["git", "init", "-q", root])).code, 0);
  const expected = [
    'sync.include: no file matches "pubic/"',
    'service web mounts ./public, which is not sent: git ignores it; sync: { include: ["public"] } would send it',
    "service web mounts ./private, which is not sent: sync.exclude leaves it out",
  ];
  const run = await world.run([root, "--host", "local"]);
  assert.deepEqual(
    [run.code, [...run.stderr.matchAll(/^ +! (.*)$/gm)].map(([, text]) => text)],
    [0, expected],
    run.stderr,
  );
  const { "e2e/e2e.yml": contract = "" } = webRepository({ sync, secrets: ["NO_SUCH_TOKEN"] });
  await Deno.writeTextFile(join(root, "e2e/e2e.yml"), contract);
  const check = await world.run(["check", root]);
  const warnings = [...check.stderr.matchAll(/^warning: (.*)$/gm)].map(([, text]) => text ?? "");
  assert.deepEqual([check.code, warnings.toSorted()], [
    0,
    [...expected, "secret NO_SUCH_TOKEN is not set here"].sort(),
  ]);
});
