import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { startSshd } from "../../../tools/lab/sshd.ts";
import { webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];

/** A second compose file. */
const DB = "services:\n  db:\n    image: busybox:stable\n    init: true\n    command: sleep 600\n";

/** Keeps a sandbox; `test` is the script that the test command runs. */
async function keep(world: World, { host = "local", test = "echo tested", more = {} } = {}) {
  const files = {
    ...webRepository({ test_command: "sh e2e/test.sh", ...more }),
    "e2e/test.sh": test,
    "old": "old",
    "db.yml": DB,
  };
  const repository = await world.repository(files);
  const { code, stderr } = await world.run([repository, "--keep", "--host", host]);
  assert.equal(code, 0, stderr);
  const { project } = await world.result();
  const write = (text: string) => Deno.writeTextFile(join(repository, "e2e/test.sh"), text);
  return { repository, project, id: project.slice(-8), dir: join(world.home, "sandboxes", project), write };
}

Deno.test("e2e retest runs the repository's current files in the kept stack, and stores no run", async () => {
  await using world = new World();
  const { repository, id, dir, project, write } = await keep(world, { test: "echo mine >written; cat old" });
  const containers = () => exec(["docker", "ps", "-q", "--filter", `label=com.docker.compose.project=${project}`]);
  const before = (await containers()).stdout;
  await write('ls; curl -fsS "http://$E2E_WEB_8080/"; echo "$E2E_RUN_ID"; echo "args: $*"; exit 7');
  await Deno.remove(join(repository, "old"));
  await Deno.writeTextFile(join(repository, "new"), "new");
  await Deno.writeTextFile(join(dir, "keep_until"), `${Math.round(Date.now() / 1000) + 60}\n`);

  const again = await world.run(["retest", id.slice(0, 6), ...LOCAL, "--", "-k", "two words"]);
  assert.equal(again.code, 1, again.stderr);
  const { run_id } = await world.result(); // the only run
  assert.ok(again.stderr.includes(`db.yml\ne2e\nnew\nwritten\nhello\n${run_id}\nargs: -k two words\n`), again.stderr);
  assert.match(again.stderr, /^✗ failed: web on local in .*\n {2}The tests failed with exit code 7\n {2}kept until /m);
  const keptUntilS = Number(await Deno.readTextFile(join(dir, "keep_until")));
  assert.ok(keptUntilS > Date.now() / 1000 + 3600, "it is kept for another keep_for");

  await write("exit 0");
  const bySlug = await world.run(["retest", "web", ...LOCAL, "--json"]);
  const { result } = JSON.parse(bySlug.stdout.trimEnd().split("\n").at(-1) ?? "");
  assert.deepEqual([bySlug.code, result.outcome, result.run_id], [0, "passed", run_id], bySlug.stderr);
  assert.deepEqual([result.sent.files, (await containers()).stdout], [5, before]);
  assert.deepEqual([...Deno.readDirSync(dir)].map(({ name }) => name).filter((name) => /^job/.test(name)).sort(), [
    "job",
    "job-2",
    "job-3",
  ]);
  assert.equal((await world.run(["down", id, ...LOCAL])).code, 0);
});

Deno.test("e2e retest ends with the outcome of the tests, and reads their results", async () => {
  await using world = new World();
  const { id, write } = await keep(world, {
    test: `echo '<testsuite><testcase name="a"/></testsuite>' >r.xml`,
    more: { test_results: ["r.xml"], timeout: 3 },
  });
  const ENDS: readonly (readonly [test: string, code: number, outcome: string])[] = [
    [`echo '<testsuite><testcase name="b"><failure/></testcase></testsuite>' >r.xml`, 1, "failed"],
    ["echo '<testsuite/>' >r.xml", 5, "no-tests"],
    ["no-such-command", 5, "no-tests"],
    ["sleep 60", 124, "timed-out"],
  ];
  for (const [test, code, outcome] of ENDS) {
    await write(test);
    const ended = await world.run(["retest", id, ...LOCAL]);
    assert.deepEqual([ended.code, ended.stderr.includes(`✗ ${outcome}: web`)], [code, true], ended.stderr);
  }
  assert.equal((await world.run(["down", id, ...LOCAL])).code, 0);
});

Deno.test("e2e retest by ssh is busy during another retest, is cancelled by Ctrl-C, keeps the sandbox, and survives a lost connection", async () => {
  await using world = new World();
  await using sshd = await startSshd({ server: `SetEnv E2E_HOME=${world.home}\n` });
  const host = ["--host", sshd.host];
  const { id, dir, write } = await keep(world, { host: sshd.host });
  await write("echo here; sleep 60");
  const first = world.start(["retest", id, ...host]);
  await first.says("here");
  const second = await world.run(["retest", id, ...host]);
  assert.deepEqual([second.code, second.stderr.includes("other tests are running in it")], [75, true], second.stderr);
  Deno.kill(first.pid, "SIGINT");
  const cancelled = await first.ended;
  assert.deepEqual([cancelled.code, cancelled.stderr.includes("Cancelled by SIGINT")], [130, true], cancelled.stderr);
  await write("echo again");
  const again = await world.run(["retest", id, ...host]);
  assert.deepEqual([again.code, again.stderr.includes("\nagain\n")], [0, true], again.stderr);
  assert.match(await Deno.readTextFile(join(dir, "job-2/exit")), /^code=/);

  await write("echo here; sleep 3; echo there");
  const cut = world.start(["retest", id, ...host]);
  await cut.says("here");
  await sshd.stop();
  await sshd.start();
  const joined = await cut.ended;
  assert.deepEqual([joined.code, joined.stderr.includes("\nthere\n")], [0, true], joined.stderr);
  const down = await world.run(["down", id, ...host]);
  assert.equal(down.code, 0, down.stderr);
});

Deno.test("e2e retest does not touch a running run, and e2e down ends a retest", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({ test_command: "echo here; sleep 60", timeout: 30 }));
  const run = world.start([repository, "--keep", ...LOCAL]);
  await run.says("here");
  const early = await world.run(["retest", "web", ...LOCAL]);
  assert.deepEqual([early.code, early.stderr.includes("its run is in progress")], [75, true], early.stderr);
  await exec(["sh", "-c", 'kill -TERM -"$(cat "$1"/sandboxes/*/job/pid)"', "sh", world.home]);
  assert.equal((await run.ended).code, 1);
  const retest = world.start(["retest", "web", ...LOCAL]);
  await retest.says("here");
  assert.equal((await world.run(["down", "--all", ...LOCAL])).code, 0);
  const { code, stderr } = await retest.ended;
  assert.deepEqual(
    [code, /✗ infra: .*\n.*(a user removed the sandbox|removed during the run)/.test(stderr)],
    [4, true],
    stderr,
  );
  assert.ok(!stderr.includes("test again:"), stderr);
});

Deno.test("e2e retest ends as unhealthy when the stack is no longer up", async () => {
  await using world = new World();
  const { id, project } = await keep(world, { more: { compose_file: ["e2e/compose.yml", "db.yml"] } });
  await exec(["docker", "rm", "-f", `${project}-db-1`]);
  const removed = await world.run(["retest", id, ...LOCAL]);
  const says = 'The stack is not running any more: a container of "db" was removed';
  assert.deepEqual([removed.code, removed.stderr.includes(says)], [3, true], removed.stderr);
  await exec(["docker", "kill", `${project}-web-1`]);
  const { code, stderr } = await world.run(["retest", id, ...LOCAL]);
  assert.deepEqual([code, stderr.includes('not running any more: "web" is down')], [3, true], stderr);
  assert.equal((await world.run(["down", id, ...LOCAL])).code, 0);
});

Deno.test("the next e2e retest, or e2e gc, removes the files of a killed e2e retest", async () => {
  await using world = new World();
  const TMPDIR = join(world.root, "tmp"), retests = join(world.state, "e2e/retests");
  await Deno.mkdir(TMPDIR);
  const { id, write } = await keep(world);
  await write("echo here; sleep 60");
  const killed = world.start(["retest", id, ...LOCAL], { TMPDIR });
  await killed.says("here");
  Deno.kill(killed.pid, "SIGKILL");
  await killed.ended;
  const left = async () => (await exec(["sh", "-c", 'ls -A "$@" 2>/dev/null', "sh", retests, TMPDIR])).stdout;
  const nothing = `${retests}:\n\n${TMPDIR}:\n`;
  assert.notEqual(await left(), nothing);
  const next = await world.run(["retest", id, ...LOCAL], { TMPDIR });
  assert.equal(next.code, 75, next.stderr); // the tests of the killed retest continue until their limit
  assert.equal(await left(), nothing);
  await exec(["sh", "-c", 'mkdir "$1/other" && echo torn >"$1/other/owner"', "sh", retests]);
  const gc = await world.run(["gc", ...LOCAL]);
  assert.deepEqual([gc.code, await left()], [0, nothing], gc.stderr);
  const down = await world.run(["down", id, ...LOCAL]);
  assert.equal(down.code, 0, down.stderr);
});
