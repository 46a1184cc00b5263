import assert from "node:assert/strict";
import { webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];
const QUICK = "services:\n  web:\n    image: busybox:stable\n    init: true\n    command: sleep 600\n";
const repository = (world: World, name: string, test_command: string) =>
  world.repository(webRepository({ name, test_command, health_checks: [{ service: "web" }] }, QUICK), name);

Deno.test("e2e run of several repositories ends with one summary, in their order, and the worst outcome", async () => {
  await using world = new World();
  const commands = [["slow", "sleep 2"], ["failing", "exit 9"], ["absent", "no-such-command"]] as const;
  const all = await Promise.all(commands.map(([name, command]) => repository(world, name, command)));
  const { code, stderr } = await world.run([...all, ...LOCAL, "--jobs", "3"]);
  const took = "\\d+\\.\\d s +/.*/e2e/runs/[0-9a-f-]{36}";
  assert.match(
    stderr,
    new RegExp(
      `\\n\\nOUTCOME +SLUG +TOOK +WHERE\npassed +slow +${took}\nfailed +failing +${took}\nno-tests +absent +${took}\n$`,
    ),
  );
  assert.equal(code, 1);
  const [first = ""] = all;
  assert.doesNotMatch((await world.run([first, ...LOCAL])).stderr, /OUTCOME/);
  assert.equal((await world.run([first, first, ...LOCAL, "--quiet"])).stderr, "");
});

Deno.test("a second Ctrl-C names all running runs, and the summary has the one that was not started", async () => {
  await using world = new World();
  const deaf = "trap '' TERM; echo deaf; while :; do sleep 1; done";
  const [one = "", two = ""] = [await repository(world, "one", deaf), await repository(world, "two", deaf)];
  const runs = world.start([one, two, ...LOCAL, "--jobs", "2"], { E2E_LEASE: "4" });
  await runs.says("one | deaf");
  await runs.says("two | deaf");
  Deno.kill(runs.pid, "SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 700)); // an earlier signal would count as the same one
  Deno.kill(runs.pid, "SIGINT");
  const { code, stderr } = await runs.ended;
  assert.deepEqual(
    [code, stderr.match(/^Leaving: the host removes sandbox e2e-(one|two)-/gm)?.length],
    [130, 2],
    stderr,
  );
  await world.until("the host takes them down", async () => (await world.inventory()).length === 0);

  const cancelled = world.start([await repository(world, "three", "echo here; sleep 60"), one, ...LOCAL]);
  await cancelled.says("here");
  Deno.kill(cancelled.pid, "SIGINT");
  const ended = await cancelled.ended;
  assert.equal(ended.code, 130);
  assert.match(ended.stderr, /^cancelled +three +\d.*\ncancelled +one +not started +\/.*\/one\n$/m);
});
