import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { webRepository, World } from "../fixture.ts";
import { asOther, OtherUsersWorld, USER } from "./other_users_world.ts";

type Sync = Readonly<Record<string, readonly string[]>>;

/** Makes a repository of the user, with or without git, in which a script of root makes paths that only root may read. */
async function repository(
  world: OtherUsersWorld,
  { script, sync = {}, git }: { readonly script: string; readonly sync?: Sync; readonly git: boolean },
): Promise<string> {
  const root = await world.repository({ ...webRepository({ sync }), "acme.json": "{}", ".gitignore": "ignored\n" });
  const make = `cd "$1"; ${git ? "git init -q;" : ""} chown -R ${USER}: .; umask 077; ${script}`;
  const { code, stderr } = await exec(["sh", "-euc", make, "sh", root]);
  assert.equal(code, 0, stderr);
  return root;
}

/** Runs `e2e check` and `e2e run`, which must end in the same way, and returns their output. */
async function both(world: OtherUsersWorld, root: string) {
  const [check, run] = await Promise.all([world.run(["check", root]), world.run([root, "--host", "local"])]);
  assert.equal(check.code, run.code, check.stderr + run.stderr);
  const { outcome, sent } = await world.result();
  return { code: run.code, said: [check.stderr, run.stderr], outcome, isSent: sent !== null };
}

const CLOSED = "mkdir -p data/pg; chmod 755 data; echo 1 >data/pg/x";

/** A path that only root may read, and the message about it. */
const UNREADABLE: Readonly<Record<string, readonly [script: string, ...says: readonly string[]]>> = {
  "a file": [
    "chmod 600 acme.json; chown root: acme.json",
    'Cannot read files to send: "acme.json" (Permission denied)\n',
    'hint: add "acme.json" to sync.exclude in e2e/e2e.yml',
  ],
  "seven files": ["for n in 1 2 3 4 5 6 7; do echo $n >f$n; done", '"f5" (Permission denied), and 2 more\n'],
  "a directory": [
    CLOSED,
    'files to send: "data/pg" (the directory cannot be opened)',
    'hint: add "data/pg" to sync.exclude',
  ],
  "a file in a directory that can only be listed": [
    "mkdir data; echo 1 >data/x; chmod 744 data",
    '"data/x" (Permission denied)',
  ],
};

for (const [name, [script, ...says]] of Object.entries(UNREADABLE)) {
  for (const git of [true, false]) {
    asOther(`e2e check and run name ${name} that the user cannot read, ${git ? "with" : "without"} git`, async () => {
      await using world = await OtherUsersWorld.open("docker");
      const { code, said, outcome, isSent } = await both(world, await repository(world, { script, git }));
      assert.deepEqual([code, outcome, isSent], [2, "invalid", false], said.join(""));
      for (const text of said) {
        for (const each of says) assert.ok(text.includes(each), `${each}: ${text}`);
        assert.doesNotMatch(text, /\.ts:\d/, "no stack trace");
      }
    });
  }
}

/** Cases about the directory data/pg, which cannot be opened and which git ignores, with the expected message. */
const ALLOWED: readonly (readonly [sync: Sync, git: boolean, says: RegExp | undefined])[] = [
  [{ exclude: ["data/pg"] }, true, undefined],
  [{ exclude: ["data/pg/**"] }, false, undefined],
  [{ include: ["acme.*"] }, true, undefined],
  [{ include: ["data/pg/x"] }, true, /sync\.include: "data\/pg\/x" may match in "data\/pg", which cannot be opened/],
  [{ include: ["**/x"] }, true, /sync\.include: "\*\*\/x" may match in "data\/pg"/],
];

for (const [sync, git, says] of ALLOWED) {
  const means = `${JSON.stringify(sync)} ${git ? "with" : "without"} git`;
  asOther(`e2e check and run pass with a directory that cannot be opened and sync: ${means}`, async () => {
    await using world = await OtherUsersWorld.open("docker");
    const script = `${CLOSED}; ${"include" in sync ? "echo data >>.gitignore" : ""}`;
    const { code, said } = await both(world, await repository(world, { script, sync, git }));
    assert.equal(code, 0, said.join(""));
    for (const text of said) assert.match(text, says ?? /^((?!data\/pg).)*$/s);
  });
}

asOther("e2e check and run fail when sync.include names a directory that cannot be opened", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const script = `${CLOSED}; echo data >>.gitignore`;
  const { code, said } = await both(world, await repository(world, { script, sync: { include: ["data"] }, git: true }));
  assert.equal(code, 2, said.join(""));
  for (const text of said) assert.match(text, /"data\/pg" \(the directory cannot be opened\)/);
});

asOther(
  "e2e check and run send nothing where git cannot read the repository's own list of what is ignored",
  async () => {
    await using world = await OtherUsersWorld.open("docker");
    const script = "echo acme.json >.git/info/exclude; chmod 600 .git/info/exclude; chown root: .git/info/exclude";
    const { code, said } = await both(world, await repository(world, { script, git: true }));
    assert.equal(code, 2, said.join(""));
    for (const text of said) assert.match(text, /it cannot read "\.git\/info\/exclude" \(Permission denied\)\n/);
  },
);

asOther("e2e run names the file in rsync's words when rsync cannot read it", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const root = await repository(world, { script: "", git: true });
  const rsync = `#!/bin/sh
case " $* " in *" --links "*) ;; *) exec /usr/bin/env PATH="${Deno.env.get("PATH")}" rsync "$@" ;; esac
chmod 0 ${root}/acme.json; PATH="${Deno.env.get("PATH")}" rsync "$@"; code=$?; chmod 644 ${root}/acme.json; exit $code
`;
  const { code, stderr } = await world.run([root, "--host", "local"], {
    PATH: await world.pathWithout("rsync", { rsync }),
  });
  assert.equal(code, 4, stderr);
  assert.match(stderr, /rsync could not send every file: .*acme\.json.*Permission denied/);
});

for (const git of [true, false]) {
  asOther(`e2e check and run name a file whose name is not UTF-8, ${git ? "with" : "without"} git`, async () => {
    await using world = await OtherUsersWorld.open("docker");
    const script = `touch "$(printf 'caf\\351')"`;
    const { code, said } = await both(world, await repository(world, { script, git }));
    assert.equal(code, 2, said.join(""));
    for (const text of said) assert.match(text, /"caf\uFFFD" \(its name is not UTF-8\)/);
  });
}

Deno.test("e2e check names a directory whose name is not UTF-8, without git", async () => {
  await using world = new World();
  const root = await world.repository(webRepository());
  await exec(["sh", "-c", `mkdir "$1/$(printf 'caf\\351')" && echo 1 >"$1/$(printf 'caf\\351')/f"`, "sh", root]);
  const { code, stderr } = await world.run(["check", root]);
  assert.deepEqual([code, /Cannot read files to send: "caf\uFFFD"/.test(stderr)], [2, true], stderr);
});
