import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PHASES } from "../../../lib/result/phase.ts";
import { startAndReach } from "./faults.ts";
import { webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];
const LEASE_S = 3;

/** The notes that the host has written of interrupted runs. */
async function notes({ home }: World): Promise<readonly string[]> {
  const directory = join(home, "abandoned");
  return existsSync(directory) ? (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name) : [];
}

/** Makes a directory for temporary files. */
async function temporary({ root }: World): Promise<string> {
  const directory = join(root, "tmp");
  await Deno.mkdir(directory);
  return directory;
}

for (const phase of PHASES) {
  Deno.test(`the host cleans up and the run is reported once when the tool is killed in ${phase}`, async () => {
    await using world = new World();
    const run = await startAndReach(world, phase, {
      host: "local",
      env: { E2E_LEASE: `${LEASE_S}`, TMPDIR: await temporary(world) },
      contract: phase === "test" ? {} : { test_command: "true" },
    });
    const sandboxes = join(world.home, "sandboxes");
    // In sync the sandbox is made a moment later. Before that there is nothing to clean up.
    await world.until("the sandbox is made", () => Promise.resolve(existsSync(sandboxes)));
    await world.until("it has its lease", async () => (await world.inventory()).length > 0);
    let project = "";
    await world.until("it is whole and in its place", async () => {
      const names = (await Array.fromAsync(Deno.readDir(sandboxes))).map(({ name }) => name);
      project = names.find((name) => name.startsWith("e2e-")) ?? "";
      return project !== "";
    });
    Deno.kill(run.pid, "SIGKILL");
    await run.ended;
    await world.until("the host removes it", async () => (await world.inventory()).length === 0, (LEASE_S + 30) * 1000);
    // A removal that was under way continues on the host. Then there may be no note.
    const noted = await notes(world);
    if (noted.length > 0 || !["collect", "down"].includes(phase)) assert.deepEqual(noted, [`${project}.json`]);

    assert.deepEqual([...Deno.readDirSync(join(world.root, "tmp"))].map(({ name }) => name), [], "left in TMPDIR");

    const first = await world.run(["gc", ...LOCAL]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, new RegExp(`^Run ${project} of .* was interrupted`, "m"));
    const { outcome, exit_code, reason } = await world.result();
    assert.deepEqual([outcome, exit_code], ["infra", 4]);
    assert.match(reason?.message ?? "", /^Abandoned: .*(its lease of 3 s expired|it ended before the run did)/);
    assert.deepEqual(await notes(world), []);
    const second = await world.run(["gc", ...LOCAL]);
    assert.deepEqual([second.code, second.stderr], [0, "Nothing to remove on local\n"]);
  });
}

Deno.test("e2e run reports an abandoned run before its own, and passes", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({ test_command: "echo here; sleep 60" }), "killed");
  const killed = world.start([repository, ...LOCAL], { E2E_LEASE: `${LEASE_S}` });
  await killed.says("here");
  Deno.kill(killed.pid, "SIGKILL");
  await killed.ended;
  await world.until("the host notes it", async () => (await notes(world)).length > 0);
  await world.until("the host removes it", async () => (await world.inventory()).length === 0);
  const runs = join(world.root, "state/e2e/runs"), [run] = [...Deno.readDirSync(runs)];
  const copy = join(runs, run?.name ?? "", "git-copy"); // as when the tool is killed while it copies .git
  await Deno.mkdir(join(copy, "objects"), { recursive: true });
  const { code, stderr } = await world.run([await world.repository(webRepository()), ...LOCAL]);
  assert.equal(code, 0, stderr);
  assert.ok(!existsSync(copy));
  assert.match(stderr, /^Run e2e-web-\w{8} of .* was interrupted/m);
  assert.deepEqual((await world.results()).map(({ outcome }) => outcome), ["infra", "passed"]);
});

Deno.test("e2e gc reports a run that was killed before it had a sandbox, once", async () => {
  await using world = new World();
  const docker = "#!/bin/sh\necho asked >&2; touch asked; exec sleep 30\n";
  const run = world.start([await world.repository(webRepository()), ...LOCAL], {
    PATH: await world.pathWithout("docker", { docker }),
  });
  await world.until("the host is asked", () => Promise.resolve(existsSync(join(world.root, "asked"))));
  Deno.kill(run.pid, "SIGKILL");
  await run.ended;
  const first = await world.run(["gc", ...LOCAL]);
  assert.match(first.stderr, /^Run e2e-web-\w{8} of .* was interrupted/m);
  assert.deepEqual((await world.results()).map(({ outcome }) => outcome), ["infra"]);
  const second = await world.run(["gc", ...LOCAL]);
  assert.deepEqual([second.code, second.stderr], [0, "Nothing to remove on local\n"]);
});

Deno.test("e2e gc reports a killed run once, even if the host notes it later", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({ test_command: "echo here; sleep 60" }));
  const run = world.start([repository, ...LOCAL], { E2E_LEASE: "8" });
  await run.says("here");
  Deno.kill(run.pid, "SIGKILL");
  await run.ended;
  const early = await world.run(["gc", ...LOCAL]);
  assert.match(early.stderr, /^Run e2e-web-\w{8} of .* was interrupted/m);
  assert.equal((await notes(world)).length, 0);
  await world.until("the host notes it", async () => (await notes(world)).length > 0);
  await world.until("the host removes it", async () => (await world.inventory()).length === 0);
  const late = await world.run(["gc", ...LOCAL]);
  assert.deepEqual([late.stderr, (await notes(world)).length], ["Nothing to remove on local\n", 0]);
  assert.equal((await world.result()).outcome, "infra");
});
