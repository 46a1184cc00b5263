import assert from "node:assert/strict";
import { startSshd } from "../../../tools/lab/sshd.ts";
import { Screen } from "../../process/report/screen.ts";
import { webCompose, webRepository, World } from "../fixture.ts";

const WRITES = webCompose().replace("httpd -f", "(while :; do echo tick; sleep 0.2; done) & httpd -f");

/** A run that keeps its sandbox; gives its short id. */
async function keep(world: World, host: string): Promise<string> {
  const { code, stderr } = await world.run([
    await world.repository(webRepository({}, WRITES)),
    "--keep",
    "--host",
    host,
  ]);
  assert.equal(code, 0, stderr);
  return (await world.result()).project.slice(-8);
}

for (const by of ["local", "ssh"] as const) {
  Deno.test(`e2e exec and shell pass on input, output and exit code without a terminal (${by})`, async () => {
    await using world = new World();
    await using sshd = await startSshd({ server: `SetEnv E2E_HOME=${world.home}\n` });
    const host = by === "local" ? "local" : sshd.host, on = ["--host", host];
    const id = await keep(world, host);
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

Deno.test("e2e exec says what is missing: a command, a service", async () => {
  await using world = new World();
  const id = await keep(world, "local"), on = ["--host", "local"];
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

Deno.test("e2e down in a sandbox's own shell removes it whole, and what somebody started there and is deaf to signals", async () => {
  await using world = new World();
  const id = await keep(world, "local"), on = "--host local";
  const [program, ...args] = world.command;
  const deaf = "setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 1; done' >/dev/null 2>&1 &";
  const down = `${[program, ...args].map((each) => `'${each}'`).join(" ")} down ${id} ${on}`;
  const own = `export E2E_HOME='${world.home}' XDG_STATE_HOME='${world.state}'`;
  const { stdout, stderr } = await world.run(
    ["shell", id, "--host", "local"],
    {},
    `${own}; ${deaf}\n${down}; echo "code $?"\n`,
  );
  assert.match(stdout, /^code 0$/m, stderr);
  assert.deepEqual(await world.inventory(), []);
});

Deno.test("e2e exec ends with what it runs when it is told to", async () => {
  await using world = new World();
  const id = await keep(world, "local"), on = ["--host", "local"];
  const run = world.start(["exec", id, "web", ...on, "--", "sh", "-c", "echo here; sleep 600"]);
  await run.prints("here");
  Deno.kill(run.pid, "SIGTERM");
  assert.equal((await run.ended).code, 143);
  assert.equal((await world.run(["down", id, ...on])).code, 0);
});

Deno.test("e2e shell and logs -f go on while the tests are run again, and end with the sandbox", async () => {
  await using world = new World();
  const id = await keep(world, "local"), on = ["--host", "local"];
  const { NO_COLOR: _, ...env } = { ...Deno.env.toObject(), ...world.env };
  const [, ...command] = world.command;
  await using screen = new Screen([...command, "shell", id, ...on], { columns: 100, rows: 24, cwd: world.root, env });
  screen.type("echo $((40 + 2)) here\r");
  await screen.until(/^42 here$/m);
  const logs = world.start(["logs", "web", "-f", ...on]);
  await logs.prints("tick");
  const retest = await world.run(["retest", id, ...on]);
  assert.deepEqual([retest.code, retest.stderr.includes("left processes running")], [0, false], retest.stderr);
  screen.type("echo $((40 + 3)) still\r");
  await screen.until(/^43 still$/m);
  const before = logs.printed().length;
  await world.until("logs go on", () => Promise.resolve(logs.printed().length > before));
  assert.equal((await world.run(["down", id, ...on])).code, 0);
  await Promise.all([screen.ended, logs.ended]);
});

Deno.test("e2e exec has a terminal where the user has one", async () => {
  await using world = new World();
  const id = await keep(world, "local");
  const { NO_COLOR: _, ...env } = { ...Deno.env.toObject(), ...world.env };
  const args = [...world.command.slice(1), "exec", id, "web", "--host", "local", "--", "sh", "-c", "tty; exit 5"];
  await using screen = new Screen(args, { columns: 100, rows: 24, cwd: world.root, env });
  await screen.until(/^\/dev\/pts\/\d+$/m);
  assert.equal(await screen.ended, 5);
  assert.equal((await world.run(["down", id, "--host", "local"])).code, 0);
});
