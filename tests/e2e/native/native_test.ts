import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { type Result, resultSchema } from "../../../lib/result/result.ts";
import { webRepository, World } from "../fixture.ts";

const ROOT = join(import.meta.dirname ?? "", "../../..");

/** A host with the native tool, a checkout and its remote. */
class NativeWorld extends World {
  override readonly command = [Deno.execPath(), "run", "-A", "--no-lock", join(ROOT, "run-on-host.ts")] as const;
  readonly checkout = join(this.root, "web");
  readonly remote = join(this.root, "remote.git");

  static async open(files = webRepository()): Promise<NativeWorld> {
    const world = new NativeWorld();
    await world.repository(files, "web");
    await world.git(`git init -q --bare -b main ${world.remote}; git init -q -b main; git add -A; git commit -qm one
      git remote add origin ${world.remote}; git push -qu origin main`);
    return world;
  }

  /** Runs a script in the checkout. */
  async git(script: string): Promise<string> {
    const identity =
      "export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=e2e GIT_AUTHOR_EMAIL=e GIT_COMMITTER_NAME=e2e GIT_COMMITTER_EMAIL=e";
    const { code, stdout, stderr } = await exec(["sh", "-ec", `cd "$1"; ${identity}; ${script}`, "sh", this.checkout]);
    assert.equal(code, 0, stderr);
    return stdout;
  }

  /** The results of all native runs, the oldest first. */
  override async results(): Promise<readonly Result[]> {
    const { stdout } = await exec(["sh", "-c", 'ls -d "$1"/runs/*/result.json', "sh", this.home]);
    const texts = await Promise.all(stdout.trim().split("\n").map((path) => Deno.readTextFile(path)));
    return texts.map((text) => resultSchema.parse(JSON.parse(text)));
  }
}

Deno.test("e2e-host prints nothing when the run passes, and runs the pulled commit", async () => {
  await using world = await NativeWorld.open();
  await world.git("git commit -q --allow-empty -m two; git push -q; git reset -q --hard HEAD~1");
  const ended = await world.run([world.checkout, "--schedule-id", "web", "--schedule", "13 3 * * 0"]);
  assert.deepEqual(ended, { code: 0, stdout: "", stderr: "" });
  const { git, schedule, trigger, outcome } = await world.result();
  assert.deepEqual([outcome, git?.sha], ["passed", (await world.git("git rev-parse origin/main")).trim()]);
  assert.deepEqual([trigger, schedule?.id, schedule?.cron], ["schedule", "web", "13 3 * * 0"]);
  const log = await Deno.readTextFile(`${world.home}/log/web.log`);
  for (const text of ["tested", "✓ passed: web"]) assert.ok(log.includes(text), log);
});

Deno.test("e2e-host flush prints one line about undelivered results, and names no command that the host lacks", async () => {
  await using world = await NativeWorld.open();
  const hub = ["--hub", "http://127.0.0.1:1"];
  assert.equal((await world.run([world.checkout, ...hub])).code, 0);
  const { code, stderr } = await world.run(["flush", ...hub]);
  assert.equal(code, 7);
  assert.match(
    stderr,
    /^e2e-host flush: 1 result is not yet delivered to the state-hub http:\/\/127\.0\.0\.1:1 \(.*\/flush\.log\)\n$/,
  );
  const log = await Deno.readTextFile(`${world.home}/log/web.log`);
  assert.match(log, /\n {2}e2e-host flush --hub http:\/\/127\.0\.0\.1:1\/ tries again\n/);
});

Deno.test("e2e-host doctor reports whether the host is ready to run", async () => {
  await using world = await NativeWorld.open();
  const { code, stdout } = await world.run(["doctor", "--json"]);
  const { host, would_fail, findings } = JSON.parse(stdout);
  assert.deepEqual([code, host, would_fail], [0, "local", false], stdout);
  assert.ok(findings.some(({ name }: { name: string }) => name === "sandboxes"), stdout);
});

Deno.test("e2e-host prints one line when the run fails", async () => {
  await using world = await NativeWorld.open(webRepository({ test_command: "echo oh; exit 3" }));
  const { code, stdout, stderr } = await world.run([world.checkout]);
  assert.equal(code, 1);
  assert.match(stdout + stderr, /^e2e web failed: .*exit code 3 \(\S+\/log\/web\.log\)\n$/);
});

/** A change of the checkout, and the message and hint that it must lead to. */
const TROUBLES: Readonly<Record<string, readonly [script: string, says: RegExp, hint: RegExp]>> = {
  "has diverged": [
    "git commit -q --allow-empty -m two; git push -q; git reset -q --hard HEAD~1; git commit -q --allow-empty -m other",
    /have diverged/,
    /@\{upstream\}/,
  ],
  "is dirty where the pull writes": [
    "echo >>e2e/e2e.yml; git commit -qam two; git push -q; git reset -q --hard HEAD~1; echo x >>e2e/e2e.yml",
    /local changes would be overwritten/,
    /git -C \S+ status/,
  ],
  "has a remote that does not exist": ["rm -rf ../remote.git", /its remote does not exist/, /remote -v/],
  "has a remote that cannot be reached": [
    "git remote set-url origin ssh://git@127.0.0.1:1/web.git",
    /its remote cannot be reached/,
    /fetch/,
  ],
  "is locked by another git": [
    "git commit -q --allow-empty -m two; git push -q; git reset -q --hard HEAD~1; touch .git/index.lock",
    /another git/,
    /status/,
  ],
  "is on no branch": ["git checkout -q --detach", /no upstream branch/, /branch -vv/],
};

for (const [name, [script, says, hint]] of Object.entries(TROUBLES)) {
  Deno.test(`e2e-host stores an infra result with git's message when the checkout ${name}`, async () => {
    await using world = await NativeWorld.open();
    await world.git(script);
    const before = await world.git("git rev-parse HEAD; git status --porcelain");
    const { code, stderr } = await world.run([world.checkout]);
    const { outcome, reason, phases, slug } = await world.result();
    assert.deepEqual([outcome, code, slug, reason?.phase], ["infra", 4, "web", "sync"], stderr);
    assert.match(reason?.message ?? "", says);
    assert.match(reason?.hint ?? "", hint);
    assert.notDeepEqual(reason?.detail, []);
    assert.ok(phases.every(({ status }) => status === "skipped"));
    assert.match(stderr, /^e2e web infra: .*\n$/);
    assert.equal(await world.git("git rev-parse HEAD; git status --porcelain"), before);
  });
}

Deno.test("e2e-host reports an invalid contract also with a schedule id that YAML reads as a number, and with an invalid lease", async () => {
  await using world = await NativeWorld.open(webRepository({ timeout: "soon" }));
  const args = [world.checkout, "--no-pull", "--schedule-id", "404"];
  const { code, stderr } = await world.run(args, { E2E_LEASE: "long" });
  const { outcome, slug } = await world.result();
  assert.deepEqual([code, outcome, slug], [2, "invalid", "404"], stderr);
});

const INVALID: Readonly<Record<string, readonly [more: Readonly<Record<string, unknown>>, says: RegExp]>> = {
  "the contract is wrong": [{ timeout: "soon" }, /timeout/],
  "a secret is not set": [{ secrets: ["E2E_TEST_NO_SUCH"] }, /"E2E_TEST_NO_SUCH"/],
};

for (const [name, [more, says]] of Object.entries(INVALID)) {
  Deno.test(`e2e-host stores an invalid result when ${name}`, async () => {
    await using world = await NativeWorld.open(webRepository(more));
    const args = [world.checkout, "--schedule-id", "web", "--schedule", "60 * * * *"];
    const { code, stderr } = await world.run(args);
    const { outcome, slug, reason, schedule } = await world.result();
    assert.deepEqual([outcome, code, slug, schedule?.next_expected_at], ["invalid", 2, "web", null], stderr);
    assert.match([reason?.message, ...reason?.detail ?? []].join("\n"), says);
  });
}

Deno.test("e2e-host never asks for a password", async () => {
  await using world = await NativeWorld.open();
  await using server = Deno.serve(
    { port: 0, onListen: () => {} },
    () => new Response("", { status: 401, headers: { "WWW-Authenticate": "Basic" } }),
  );
  await world.git(`git remote set-url origin http://127.0.0.1:${server.addr.port}/web.git`);
  await world.run([world.checkout]);
  assert.match((await world.result()).reason?.message ?? "", /no credentials/);
});

Deno.test("e2e-host is busy when its schedule is already running, and reports since when", async () => {
  await using world = await NativeWorld.open(webRepository({ test_command: "sleep 4" }));
  const first = world.start([world.checkout, "--schedule-id", "web"]);
  const log = `${world.home}/log/web.log`;
  await world.until("it runs", async () => (await Deno.readTextFile(log).catch(() => "")).includes("ready"));
  const second = await world.run([world.checkout, "--schedule-id", "web"]);
  assert.equal(second.code, 75);
  assert.match(second.stderr, /^e2e web busy: .*schedule "web" is in use by process \d+, \S+, since \S+ .*\n$/);
  assert.equal((await world.run([world.checkout, "--schedule-id", "other"])).code, 0);
  assert.equal((await first.ended).code, 0);
  assert.deepEqual((await world.results()).map(({ outcome }) => outcome), ["passed", "busy", "passed"]);
});

Deno.test("e2e-host --ref runs another ref and does not change the checkout", async () => {
  await using world = await NativeWorld.open();
  await world.git(
    "git checkout -q -b other; echo other >new; git add new; git commit -qm two; git push -q origin other; git checkout -q main; git branch -qD other",
  );
  await world.git("git update-ref -d refs/remotes/origin/other; echo dirty >dirty");
  const look = "git rev-parse HEAD; git status --porcelain; git worktree list";
  const before = await world.git(look);
  for (const [ref, code] of [["other", 0], ["nowhere", 2]] as const) {
    assert.equal((await world.run([world.checkout, "--ref", ref])).code, code);
    assert.equal(await world.git(look), before);
  }
  const [other, nowhere] = await world.results();
  assert.equal(other?.git?.sha, (await world.git("git rev-parse origin/other")).trim());
  assert.equal(nowhere?.outcome, "invalid");
  assert.deepEqual([...Deno.readDirSync(`${world.home}/worktrees`)], []);
});

Deno.test("the compiled e2e-host runs in an empty environment, and reports that it is a test binary", async () => {
  await using world = await NativeWorld.open();
  const { stdout: binary } = await exec(["sh", "-c", 'cd "$1" && sh tools/compile.sh', "sh", ROOT]);
  const bare = (...args: string[]) =>
    exec(["sh", "-c", 'exec env -i E2E_HOME="$0" STATE_HUB_URL=none "$@"', world.home, binary.trim(), ...args]);
  assert.match(
    (await bare("--version")).stdout,
    /^e2e-host \d+\.\d+\.\d+ \([0-9a-f]{12}\+?, Deno [\d.]+(, test binary)?\)\n$/,
  );
  const { code, stdout, stderr } = await bare(world.checkout);
  assert.deepEqual([code, stdout, stderr], [0, "", ""]);
  assert.equal((await world.result()).outcome, "passed");
});
