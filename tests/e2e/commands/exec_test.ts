import assert from "node:assert/strict";
import { startSshd } from "../../../tools/lab/sshd.ts";
import { Screen } from "../../process/report/screen.ts";
import { World } from "../fixture.ts";
import { keepSandbox } from "./kept_sandbox.ts";

for (const by of ["local", "ssh"] as const) {
  Deno.test(`e2e exec and shell pass on input, output and exit code without a terminal (${by})`, async () => {
    await using world = new World();
    await using sshd = await startSshd({ server: `SetEnv E2E_HOME=${world.home}\n` });
    const host = by === "local" ? "local" : sshd.host, on = ["--host", host];
    const id = await keepSandbox(world, host);
    const script = 'read -r line; echo "got $line: $1"; echo oops >&2; exit 7';
    const ran = await world.run(["exec", id, "web", ...on, "--", "sh", "-c", script, "sh", "a  'b'"], {}, "in\n");
    assert.deepEqual([ran.code, ran.stdout, ran.stderr], [7, "got in: a  'b'\n", "oops\n"]);
    const inService = await world.run(["shell", id, "web", ...on], {}, "cat /tmp/index.html; exit 3\n");
    assert.deepEqual([inService.code, inService.stdout, inService.stderr], [3, "hello\n", ""]);
    const inWorld = await world.run(["shell", "web", ...on], {}, 'pwd; echo "$E2E_RUN_ID"; exit 4\n');
    const { project, run_id } = await world.result();
    assert.deepEqual([inWorld.code, inWorld.stdout], [4, `${world.home}/sandboxes/${project}/repo\n${run_id}\n`]);
    assert.equal((await world.run(["down", id, ...on])).code, 0);
  });
}

Deno.test("e2e exec reports a missing command, and a service that is not running", async () => {
  await using world = new World();
  const id = await keepSandbox(world, "local"), on = ["--host", "local"];
  const none = await world.run(["exec", id, "web", ...on]);
  assert.deepEqual([none.code, none.stderr], [2, 'No command given after "--"\nhint: e2e exec --help\n']);
  const nobody = await world.run(["exec", id, "db", ...on, "--", "true"]);
  assert.deepEqual([nobody.code, /^No container of service "db" .* \(running: web\)\nhint: /.test(nobody.stderr)], [
    2,
    true,
  ]);
  const { code } = await world.run(["exec", id, "web", ...on, "--", "no-such-program"]);
  assert.ok([126, 127].includes(code), `Docker says ${code}`);
  assert.equal((await world.run(["down", id, ...on])).code, 0);
});

Deno.test("e2e exec ends its command when it is terminated", async () => {
  await using world = new World();
  const id = await keepSandbox(world, "local"), on = ["--host", "local"];
  const run = world.start(["exec", id, "web", ...on, "--", "sh", "-c", "echo here; sleep 600"]);
  await run.prints("here");
  Deno.kill(run.pid, "SIGTERM");
  assert.equal((await run.ended).code, 143);
  assert.equal((await world.run(["down", id, ...on])).code, 0);
});

Deno.test("e2e exec passes on the user's terminal", async () => {
  await using world = new World();
  const id = await keepSandbox(world, "local");
  const { NO_COLOR: _, ...env } = { ...Deno.env.toObject(), ...world.env };
  const args = [...world.command.slice(1), "exec", id, "web", "--host", "local", "--", "sh", "-c", "tty; exit 5"];
  await using screen = new Screen(args, { columns: 100, rows: 24, cwd: world.root, env });
  await screen.until(/^\/dev\/pts\/\d+$/m);
  assert.equal(await screen.ended, 5);
  assert.equal((await world.run(["down", id, "--host", "local"])).code, 0);
});
