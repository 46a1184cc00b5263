import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { exec } from "../../../../lib/host/exec.ts";
import { startSshd } from "../../../../tools/lab/sshd.ts";
import { webRepository, World } from "../../fixture.ts";
import { NativeWorld } from "./native_world.ts";

const LOCAL = ["--host", "local"];
const NAMES = ["a", "b", "dir/c", "dir/d", "-e"];
const CONTENTS = ["one", "two", "six", "ten"];

/** Lists the paths, modes, contents and targets of a tree, without the tool. */
const LIST = `find . -path ./.git -prune -o ! -type d -print | LC_ALL=C sort | while IFS= read -r path; do
  if [ -L "$path" ]; then echo "$path -> $(readlink "$path")"; else echo "$path $(stat -c %a "$path") $(cksum <"$path")"; fi
done
`;

/** An edit of a file. The size stays equal, and the time is reset afterwards unless the file was touched. */
type Edit =
  | { readonly kind: "write"; readonly name: string; readonly content: string }
  | { readonly kind: "copy" | "swap"; readonly name: string; readonly other: string }
  | { readonly kind: "touch"; readonly name: string; readonly timeS: number }
  | { readonly kind: "mode" | "link" | "revert"; readonly name: string };

const name = fc.constantFrom(...NAMES);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), name, content: fc.constantFrom(...CONTENTS) }),
  fc.record({ kind: fc.constantFrom("copy" as const, "swap" as const), name, other: name }),
  fc.record({ kind: fc.constant("touch" as const), name, timeS: fc.constantFrom(1, 2, 1_795_600_800) }),
  fc.record({ kind: fc.constantFrom("mode" as const, "link" as const, "revert" as const), name }),
);

const SCRIPTS: Readonly<Record<Edit["kind"], string>> = {
  write: 'rm -f "./$1"; printf %s "$2" >"./$1"',
  copy: '[ "$1" = "$2" ] || { rm -f "./$1"; cp -a "./$2" "./$1"; }',
  swap: '[ "$1" = "$2" ] || { mv "./$1" swapped; mv "./$2" "./$1"; mv swapped "./$2"; }',
  touch: "",
  mode: '[ -L "./$1" ] || chmod u=rwx "./$1"',
  link: 'rm -f "./$1"; ln -s e2e "./$1"',
  revert: 'git checkout -q -- "./$1"',
};

async function sh(root: string, script: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await exec(["sh", "-euc", `cd "$0"; ${script}`, root, ...args]);
  assert.equal(code, 0, `${script}: ${stderr}`);
  return stdout;
}

async function apply(root: string, edits: readonly Edit[]): Promise<void> {
  for (const edit of edits) {
    const more = "content" in edit ? [edit.content] : "other" in edit ? [edit.other] : [];
    await sh(root, SCRIPTS[edit.kind], edit.name, ...more);
  }
  await sh(root, "find . -path ./.git -prune -o -exec touch -h -d @1795600800 {} +");
  for (const edit of edits) if (edit.kind === "touch") await sh(root, `touch -h -d @${edit.timeS} "./$1"`, edit.name);
}

/** A repository whose tests pass when their tree is the one that the file `expected` of the world lists. */
async function repository(world: World): Promise<string> {
  const test_command = `sh e2e/list.sh | diff - ${world.root}/expected`;
  const root = await world.repository({
    ...webRepository(
      { health_checks: [{ service: "web" }], test_command },
      "services:\n  web:\n    image: busybox:stable\n    init: true\n    command: sleep 600\n",
    ),
    "e2e/list.sh": LIST,
    ...Object.fromEntries(NAMES.map((name) => [name, "one"])),
  });
  await sh(root, "git init -q; git add -A; git -c user.name=e2e -c user.email=e commit -qm all");
  await apply(root, []);
  return root;
}

/** Edits the repository repeatedly, and runs its tests each time. Every file has to be equal. */
async function testsSeeEveryEdit(world: World, root: string, tests: () => ReturnType<World["run"]>): Promise<void> {
  const property = fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 6 }), async (edits) => {
    await apply(root, edits);
    await Deno.writeTextFile(join(world.root, "expected"), await sh(root, LIST));
    const { code, stdout, stderr } = await tests();
    assert.equal(code, 0, stdout + stderr);
  });
  await fc.assert(property, { numRuns: 4, seed: 12, endOnFailure: true });
}

Deno.test("e2e run finds every file equal on the host after any edits of equal size and time", async () => {
  await using world = new World();
  const root = await repository(world);
  await testsSeeEveryEdit(world, root, () => world.run([root, ...LOCAL]));
});

Deno.test("e2e run by ssh finds every file equal on the host after any edits of equal size and time", async () => {
  await using world = new World();
  await using sshd = await startSshd({ server: `SetEnv E2E_HOME=${world.home}\n` });
  const root = await repository(world);
  await testsSeeEveryEdit(world, root, () => world.run([root, "--host", sshd.host]));
});

Deno.test("e2e retest finds every file equal in the sandbox after any edits of equal size and time", async () => {
  await using world = new World();
  const root = await repository(world);
  await Deno.writeTextFile(join(world.root, "expected"), await sh(root, LIST));
  const { code, stderr } = await world.run([root, "--keep", ...LOCAL]);
  assert.equal(code, 0, stderr);
  try {
    await testsSeeEveryEdit(world, root, () => world.run(["retest", "web", ...LOCAL]));
  } finally {
    await world.run(["down", "--all", ...LOCAL]);
  }
});

Deno.test("e2e-host finds every file equal in the sandbox after any edits of equal size and time", async () => {
  await using world = new NativeWorld();
  const root = await repository(world);
  await testsSeeEveryEdit(world, root, () => world.run([root, "--no-pull"]));
});
