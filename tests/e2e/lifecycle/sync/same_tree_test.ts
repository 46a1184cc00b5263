import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../../lib/host/exec.ts";
import { startSshd } from "../../../../tools/lab/sshd.ts";
import { webRepository, World } from "../../fixture.ts";
import { NativeWorld } from "./native_world.ts";

const LOCAL = ["--host", "local"];
const TEST = "e2e/test.sh";
const PASSES = "exit 0 # version a\n", FAILS = "exit 1 # version b\n";

/** A moment of the 25th of November 2026. */
const AT_S = 1795600800;

/** The contract, and a compose file with one service that starts at once. */
const files = (test: string) => ({
  ...webRepository(
    { name: "same", health_checks: [{ service: "web" }], test_command: `sh ${TEST}` },
    "services:\n  web:\n    image: busybox:stable\n    init: true\n    command: sleep 600\n",
  ),
  [TEST]: test,
});

/** A repository whose test was written at `atS`, seconds since 1970. */
async function written(world: World, name: string, { test, atS }: { readonly test: string; readonly atS: number }) {
  const root = await world.repository(files(test), name);
  await Deno.utime(join(root, TEST), atS, atS);
  return root;
}

/** Runs two repositories of one slug whose tests differ only in their content; returns both exit codes. */
async function bothCodes(world: World, args: readonly string[]): Promise<readonly number[]> {
  const a = await written(world, "a", { test: PASSES, atS: AT_S + 0.1 });
  const b = await written(world, "b", { test: FAILS, atS: AT_S + 0.9 });
  return [(await world.run([a, ...args])).code, (await world.run([b, ...args])).code];
}

Deno.test("e2e run tests the current file after a run with another file of equal size, written in the same second", async () => {
  await using world = new World();
  assert.deepEqual(await bothCodes(world, LOCAL), [0, 1]);
  const [first, second] = await world.results();
  assert.match(first?.tree ?? "", /^[0-9a-f]{64}$/);
  assert.notEqual(first?.tree, second?.tree);
  const { sends } = JSON.parse((await world.run(["check", join(world.root, "a"), "--json"])).stdout);
  assert.equal(sends.tree, first?.tree);
  const { stdout } = await world.run(["check", join(world.root, "b")]);
  assert.ok(stdout.includes(`, tree ${second?.tree?.slice(0, 12)}\n`), stdout);
});

Deno.test("e2e run by ssh tests the current file after a run with another file of equal size, written in the same second", async () => {
  await using world = new World();
  await using sshd = await startSshd({ server: `SetEnv E2E_HOME=${world.home}\n` });
  assert.deepEqual(await bothCodes(world, ["--host", sshd.host]), [0, 1]);
});

Deno.test("e2e retest tests the current file when a file of equal size and time replaced another", async () => {
  await using world = new World();
  const root = await written(world, "repo", { test: PASSES, atS: AT_S });
  const other = await written(world, "other", { test: FAILS, atS: AT_S });
  assert.equal((await world.run([root, "--keep", ...LOCAL])).code, 0);
  const { project, tree } = await world.result();
  await exec(["sh", "-c", 'cp -p "$1" "$2"', "sh", join(other, TEST), join(root, TEST)]);
  const again = await world.run(["retest", project.slice(-8), ...LOCAL, "--json"]);
  const { result } = JSON.parse(again.stdout.trimEnd().split("\n").at(-1) ?? "");
  assert.deepEqual([again.code, result.outcome], [1, "failed"], again.stderr);
  assert.notEqual(result.tree, tree);
  assert.equal((await world.run(["down", "--all", ...LOCAL])).code, 0);
});

Deno.test("e2e-host tests the current file after a run with another file of equal size, written in the same second", async () => {
  await using world = new NativeWorld();
  assert.deepEqual(await bothCodes(world, ["--no-pull"]), [0, 1]);
});

/** Runs a repository where something is done before or after rsync sends it from `$from` to `$to`. */
async function meddled(world: World, meddle: { readonly before?: string; readonly after?: string }) {
  const root = await written(world, "repo", { test: PASSES, atS: AT_S });
  const rsync = `#!/bin/sh
PATH="${Deno.env.get("PATH")}"
case " $* " in *" --links "*) ;; *) exec rsync "$@" ;; esac # only what is sent
for to; do :; done
from=${root}
${meddle.before ?? ""}
rsync "$@"; code=$?
${meddle.after ?? ""}
exit $code
`;
  const PATH = await world.pathWithout("rsync", { rsync });
  const ended = await world.run([root, ...LOCAL], { PATH });
  return { ...ended, result: await world.result() };
}

Deno.test("e2e run sends again when a file changed while it was sent", async () => {
  await using world = new World();
  const once = `[ -e "$from/../changed" ] || { touch "$from/../changed"; echo '# more' >>"$from/${TEST}"; }`;
  const { code, stderr, result } = await meddled(world, { before: once });
  assert.deepEqual([code, result.phases[0]?.attempts], [0, 2], stderr);
  assert.match(stderr, /! Files changed while they were sent: sending again/);
  assert.equal(stderr.match(/No git repository/g)?.length, 1, "reported once");
});

Deno.test("e2e run names files that keep changing, and records the hash of the tested files", async () => {
  await using world = new World();
  const { code, stderr, result } = await meddled(world, { before: `echo '# more' >>"$from/${TEST}"` });
  assert.equal(code, 0, stderr);
  assert.ok(
    stderr.includes(`! Files keep changing on this machine; the tests use the files that were sent: "${TEST}"`),
    stderr,
  );
  const { sends } = JSON.parse((await world.run(["check", join(world.root, "repo"), "--json"])).stdout);
  assert.equal(result.tree, sends.tree);
});

Deno.test("e2e run continues without a file that is removed again and again while it is sent", async () => {
  await using world = new World();
  const comesAndGoes = { before: `rm -f "$from/here"`, after: `echo $$ >"$from/here"` };
  await world.repository({ "here": "" });
  const { code, stderr } = await meddled(world, comesAndGoes);
  assert.equal(code, 0, stderr);
  assert.ok(
    stderr.includes('! Files keep changing on this machine; the tests use the files that were sent: "here"'),
    stderr,
  );
});

Deno.test("e2e run ends with infra, and runs no tests, when the tree on the host differs from the one that was sent", async () => {
  await using world = new World();
  const { code, stderr, result } = await meddled(world, { after: `echo more >>"$to/${TEST}"; touch "$to/extra"` });
  assert.deepEqual([code, result.test, result.tree], [4, null, null], stderr);
  assert.match(result.reason?.message ?? "", /differs from the one that was sent: "e2e\/test.sh", "extra"$/);
});
