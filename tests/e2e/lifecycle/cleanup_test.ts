import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../../../lib/result/outcome.ts";
import { webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];
const QUICK = `services:
  web:
    image: busybox:stable
    init: true
    command: sh -c "echo web is here; sleep 600"
`;

/** Keys of the contract that make a run end quickly with an outcome. */
const ENDS = {
  passed: {},
  failed: { test_command: "exit 1" },
  "no-tests": { test_command: "no-such-command" },
  "timed-out": { test_command: "sleep 60", timeout: 1 },
  unhealthy: { health_checks: [{ name: "web", url: "http://localhost:9/", timeout: 1 }] },
} as const satisfies Partial<Record<Outcome, Record<string, unknown>>>;

/** A repository whose run ends with an outcome. */
function ending(outcome: keyof typeof ENDS, more: Readonly<Record<string, unknown>>): Record<string, string> {
  return webRepository({ health_checks: [{ service: "web" }], ...ENDS[outcome], ...more }, QUICK);
}

/** Which outcomes each policy keeps. Source: design, "Clean-up, by outcome". */
const KEPT: Readonly<Record<string, readonly (keyof typeof ENDS)[]>> = {
  always: [],
  on_success: ["failed", "no-tests", "timed-out", "unhealthy"],
  never: ["passed", "failed", "no-tests", "timed-out", "unhealthy"],
};

for (const [cleanup, kept] of Object.entries(KEPT)) {
  Deno.test(`e2e run with cleanup: ${cleanup} keeps ${kept.join(", ") || "nothing"}, and down --all removes it`, async () => {
    await using world = new World();
    const outcomes = Object.keys(ENDS) as (keyof typeof ENDS)[];
    const repositories = await Promise.all(outcomes.map((each) => world.repository(ending(each, { cleanup }), each)));
    await world.run([...repositories, ...LOCAL, "--jobs", "5"]);
    const results = await world.results();
    assert.deepEqual(results.map(({ outcome }) => outcome).sort(), [...outcomes].sort());
    const decisions = results.map(({ outcome, cleanup }) => [outcome, cleanup.decision, cleanup.verified]);
    const expected = outcomes.map((each) => [each, kept.includes(each) ? "kept" : "down", true]);
    assert.deepEqual(decisions.sort(), expected.sort());
    assert.equal((await world.inventory()).filter((each) => each.startsWith("directory")).length, kept.length);
    const { code, stderr } = await world.run(["down", "--all", ...LOCAL]);
    assert.equal(code, 0, stderr);
    assert.equal(stderr.match(/^e2e-web-\w{8} is removed$/gm)?.length ?? 0, kept.length, stderr);
  });
}

Deno.test("e2e run leaks when its sandbox cannot be kept: after failed tests that is secondary", async () => {
  await using world = new World();
  const BLOCK = 'rm "$E2E_SANDBOX/bin/keep.sh"';
  const more = { keep_for: "1s", cleanup: "never" };
  const passing = await world.repository(ending("passed", { ...more, test_command: BLOCK }), "passing");
  const failing = await world.repository(ending("passed", { ...more, test_command: `${BLOCK}; exit 1` }), "failing");
  const runs = [passing, failing].map((each) => world.run([each, ...LOCAL, "--lease", "3s"]));
  const [leaked, failed] = await Promise.all(runs);
  assert.deepEqual([leaked?.code, failed?.code], [6, 1], leaked?.stderr);
  const results = await world.results(), of = (outcome: Outcome) => results.find((each) => each.outcome === outcome);
  const { reason, cleanup, project } = of("leaked") ?? {};
  const note =
    /^The host removes it automatically, at the latest after \d.*Z; until then: e2e down \w{8} --host local$/;
  assert.deepEqual([reason?.phase, cleanup?.verified, reason?.hint === cleanup?.note], ["down", false, true]);
  assert.match(cleanup?.note ?? "", note);
  assert.deepEqual(cleanup?.leftovers, [{ kind: "directory", name: join(world.home, "sandboxes", project ?? "") }]);
  assert.ok(leaked?.stderr.includes(`hint: ${cleanup?.note}`), leaked?.stderr);
  assert.deepEqual(of("failed")?.secondary.map(({ phase, outcome }) => [phase, outcome]), [["down", "leaked"]]);
  await world.until("the host removes both", async () => (await world.inventory()).length === 0);
});

Deno.test("e2e run with cleanup: never removes the sandbox of an invalid, busy or cancelled run", async () => {
  await using world = new World();
  using taken = listening();
  const keep = { cleanup: "never", ports: "host", health_checks: [{ service: "web" }] };
  const files = {
    invalid: webRepository(keep, `${QUICK}    privileged: true\n`),
    busy: webRepository(keep, `${QUICK}    ports: ["${taken.port}:80"]\n`),
    cancelled: webRepository({ ...keep, test_command: "echo here; sleep 60" }, QUICK),
  };
  const [invalid, busy, cancelled] = await Promise.all(
    Object.entries(files).map(async ([name, each]) => world.start([await world.repository(each, name), ...LOCAL])),
  );
  await cancelled?.says("here");
  Deno.kill(cancelled?.pid ?? 0, "SIGINT");
  const ended = await Promise.all([invalid, busy, cancelled].map((each) => each?.ended));
  assert.deepEqual(ended.map((each) => each?.code), [2, 75, 130]);
  assert.deepEqual((await world.results()).map(({ cleanup }) => cleanup.decision), ["down", "down", "down"]);
});

Deno.test("e2e run prints the commands for a kept sandbox: ps, logs, shell and down work on it", async () => {
  await using world = new World();
  const repository = await world.repository(
    ending("failed", { cleanup: "on_success", keep_for: "2h", env: { SHOP: "open" } }),
  );
  const { stderr } = await world.run([repository, ...LOCAL]);
  const { project, cleanup, ended_at, owner, run_id } = await world.result();
  const id = project.slice(-8);
  const keptMs = Date.parse(cleanup.kept_until ?? "") - Date.parse(ended_at);
  assert.ok(Math.abs(keptMs - 7_200_000) < 120_000, cleanup.kept_until ?? "");
  for (const text of [`kept until`, `e2e shell ${id} --host local`, `e2e down ${id} --host local`]) {
    assert.ok(stderr.includes(text), stderr);
  }

  const ps = await world.run(["ps", ...LOCAL]);
  assert.match(ps.stdout, /^SANDBOX +SLUG +AGE +OWNER +OUTCOME +LEASE\n/);
  assert.match(ps.stdout, new RegExp(`^${project} +web +.*${owner} +failed +kept until 20[^,]*Z$`, "m"));
  const listed = JSON.parse((await world.run(["ps", "--json", ...LOCAL])).stdout);
  assert.deepEqual([listed.project, listed.run.run_id, listed.watched], [project, run_id, true]);
  assert.ok(Math.abs(listed.keep_until * 1000 - Date.parse(cleanup.kept_until ?? "")) < 2_000);

  for (const service of [[], ["web"]]) {
    const logs = await world.run(["logs", id, ...service, ...LOCAL]);
    assert.match(logs.stdout, /^web-1 +\| web is here$/m);
  }
  const follow = world.start(["logs", id, "--follow", ...LOCAL]);
  await follow.prints("web is here");
  Deno.kill(follow.pid, "SIGINT");
  assert.equal((await follow.ended).code, 0);

  const shell = await world.run(["shell", id, ...LOCAL], { SHELL: "/bin/sh" });
  assert.equal(shell.code, 0, shell.stderr);
  const nobody = await world.run(["shell", id, "db", ...LOCAL]);
  assert.deepEqual([nobody.code, nobody.stderr.includes('No container of service "db"')], [2, true], nobody.stderr);
  assert.match(nobody.stderr, /\(running: web\)\nhint: e2e logs \w{8} --host local\n$/);

  const show = await world.run(["show", id]);
  assert.ok(show.stdout.includes(`test again: e2e retest ${id} --host local`), show.stdout);
  const down = await world.run(["down", id.slice(0, 4), ...LOCAL]);
  assert.deepEqual([down.code, down.stderr], [0, `${project} is removed\n`]);
  assert.deepEqual((await world.run(["ps", ...LOCAL])).stdout.split("\n").length, 2);
  const gone = (await world.run(["show", id])).stdout;
  assert.ok(gone.includes(`the sandbox ${project} was kept, and does not exist any more`), gone);
  assert.ok(!gone.includes("e2e retest") && !gone.includes("e2e shell"), gone);
});

Deno.test("e2e down, logs and shell distinguish an ambiguous id from an unknown one, and list the sandboxes", async () => {
  await using world = new World();
  const repository = await world.repository(ending("passed", {}));
  assert.equal((await world.run([repository, repository, ...LOCAL, "--keep", "--jobs", "2"])).code, 0);
  const [one, two] = (await world.results()).map(({ project }) => project);
  // Run ids begin with the time: these two began in the same minute.
  const ambiguous = (await world.results())[0]?.run_id.slice(0, 6) ?? "";
  for (const command of [["down"], ["shell"]]) {
    const several = await world.run([...command, ambiguous, ...LOCAL]);
    assert.equal(several.code, 2, several.stderr);
    assert.match(
      several.stderr,
      /matches several sandboxes: e2e-web-\w{8}, e2e-web-\w{8}\nhint: use a longer part of the id\n$/,
    );
    const unknown = await world.run([...command, "zzz", ...LOCAL]);
    assert.equal(unknown.code, 2, unknown.stderr);
    for (const text of ['No sandbox "zzz" on local, found ', one, two, "hint: e2e ps"]) {
      assert.ok(unknown.stderr.includes(text ?? ""), unknown.stderr);
    }
  }
  const nothing = await world.run(["down", ...LOCAL]);
  assert.deepEqual([nothing.code, nothing.stderr.includes("No sandbox given")], [2, true]);
  assert.equal((await world.run(["down", one?.slice(-8) ?? "", "--all", ...LOCAL])).code, 2);
  assert.equal((await world.run(["down", one ?? "", ...LOCAL])).code, 0, "a project is an id too");
  assert.equal((await world.run(["down", (await world.results())[1]?.run_id ?? "", ...LOCAL])).code, 0);
  const none = await world.run(["down", "--all", ...LOCAL]);
  assert.deepEqual([none.code, none.stderr], [0, "No sandboxes on local\n"]);
});

Deno.test("the host removes a kept sandbox when its time is over, and it is not reported as abandoned", async () => {
  await using world = new World();
  assert.equal(
    (await world.run([await world.repository(ending("passed", { cleanup: "never", keep_for: 3 })), ...LOCAL])).code,
    0,
  );
  assert.equal((await world.result()).cleanup.decision, "kept");
  await world.until("the host removes it", async () => (await world.inventory()).length === 0, 45_000);
  const { code, stderr } = await world.run(["gc", ...LOCAL]);
  assert.deepEqual([code, stderr], [0, "Nothing to remove on local\n"]);
});

Deno.test("e2e gc leaves a kept sandbox, and removes an expired one whose watcher died", async () => {
  await using world = new World();
  assert.equal((await world.run([await world.repository(ending("passed", { cleanup: "never" })), ...LOCAL])).code, 0);
  const { project } = await world.result();
  assert.equal((await world.run(["gc", ...LOCAL])).stderr, "Nothing to remove on local\n");
  const dir = join(world.home, "sandboxes", project);
  assert.ok(existsSync(dir));
  for await (const { name } of Deno.readDir("/proc")) {
    if (/^\d+$/.test(name) && environment(name).includes(`E2E_WATCHER=${dir}\0`)) Deno.kill(Number(name), "SIGKILL");
  }
  await Deno.writeTextFile(join(dir, "keep_until"), "1000\n");
  const gc = await world.run(["gc", ...LOCAL]);
  assert.deepEqual([gc.code, gc.stderr], [0, `${project} is removed\n`]);
});

Deno.test("e2e gc does not mistake a removed image for a silent Docker Engine", async () => {
  await using world = new World();
  // As if another user removed it between the two calls.
  const docker = `#!/bin/sh\n[ "$1" != images ] || echo 000000000000\nexec /usr/bin/docker "$@"\n`;
  const { code, stderr } = await world.run(["gc", ...LOCAL], { PATH: await world.pathWithout("docker", { docker }) });
  assert.deepEqual([code, stderr], [0, "Nothing to remove on local\n"]);
});

/** The environment of a process; empty when it has ended. */
function environment(pid: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/environ`);
  } catch {
    return "";
  }
}

/** Listens on a port of this machine. */
function listening(): Disposable & { readonly port: number } {
  const listener = Deno.listen({ port: 0 });
  return { port: listener.addr.port, [Symbol.dispose]: () => listener.close() };
}

Deno.test("e2e run leaves nothing when collected files conflict", async () => {
  await using world = new World();
  const test_command = 'mkdir "$E2E_ARTIFACTS/a"; echo one >"$E2E_ARTIFACTS/a/x"; echo another >a';
  const repository = await world.repository(webRepository({ test_command, artifacts: ["a"] }));
  const { code, stderr } = await world.run([repository, "--host", "local"]);
  assert.equal(code, 0, stderr);
  const { outcome, secondary, cleanup } = await world.result();
  assert.deepEqual([outcome, secondary.map(({ phase }) => phase)], ["passed", ["collect"]]);
  assert.deepEqual([cleanup.decision, cleanup.verified, cleanup.leftovers], ["down", true, []]);
});
