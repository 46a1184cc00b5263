import assert from "node:assert/strict";
import { Screen } from "../../process/report/screen.ts";
import { webRepository, World } from "../fixture.ts";

const SIZE = { columns: 100, rows: 24 };
/** Matches the live line. */
const LIVE = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

/** Starts the tool on a terminal. */
function onScreen(world: World, args: readonly string[], size = SIZE): Screen {
  const { NO_COLOR: _, ...env } = { ...Deno.env.toObject(), ...world.env };
  return new Screen([...world.command.slice(1), ...args, "--host", "local"], { ...size, cwd: world.root, env });
}

const TOOK = "\\d+(\\.\\d)? m?s";

for (const size of [SIZE, { columns: 40, rows: 10 }]) {
  Deno.test(`e2e run shows its phases live on a terminal of ${size.columns} columns, and the verdict at the end`, async () => {
    await using world = new World();
    const repository = await world.repository(webRepository({
      test_command: 'i=0; while [ $i -lt 30 ]; do i=$((i + 1)); echo "line $i"; sleep 0.05; done',
    }));
    await using screen = onScreen(world, [repository], size);
    for (const phase of ["up", "test"]) await screen.until(new RegExp(`${LIVE.source} ${phase} +\\d`));
    const code = await screen.ended;
    const text = await screen.until(/result: .*result\.json$/);
    assert.equal(code, 0, text);
    const { project } = await world.result();
    const lines = Array.from({ length: 30 }, (_, n) => `line ${n + 1}`).join("\n");
    const phases = [
      `${project} on local`,
      "  ! No git repository: .*",
      `  ✓ sync +${TOOK}`,
      `  ✓ up +${TOOK}`,
      `    ✓ web \\(.*\\)`,
      `  ✓ ready +${TOOK}`,
      lines,
      `  ✓ test +${TOOK}`,
      `  ✓ collect +${TOOK}`,
      `  ✓ down +${TOOK}`,
      "",
      `✓ passed: web on local in ${TOOK}`,
      "  result: /.*/result\\.json",
    ];
    assert.match(text, new RegExp(`^${phases.join("\n")}$`), text);
    assert.ok(screen.isColoured("✓ up"), "no colours");
    assert.doesNotMatch(text, LIVE);
  });
}

Deno.test("e2e run is cancelled by Ctrl-C on a terminal: it collects, removes the sandbox, and reports it", async () => {
  await using world = new World();
  await using screen = onScreen(world, [
    await world.repository(webRepository({ test_command: "echo here; sleep 60" })),
  ]);
  await screen.until(/^here$/m);
  screen.type("\x03");
  const code = await screen.ended;
  const text = await screen.until(/result: .*result\.json$/);
  assert.equal(code, 130, text);
  assert.equal((await world.result()).outcome, "cancelled");
  assert.match(text, /^ {2}✗ test +.* Cancelled by SIGINT$/m);
  assert.match(text, /^ {2}✓ collect .*\n {2}✓ down .*\n\n✗ cancelled: web on local in .*\n {2}Cancelled by SIGINT$/m);
});

Deno.test("e2e run exits at a second Ctrl-C on a terminal, and the host cleans up", async () => {
  await using world = new World();
  const test_command = "trap '' TERM; echo deaf; while :; do sleep 1; done";
  const repository = await world.repository(webRepository({ test_command }));
  await using screen = onScreen(world, [repository, "--lease", "4s"]);
  await screen.until(/^deaf$/m);
  screen.type("\x03");
  await new Promise((resolve) => setTimeout(resolve, 700)); // an earlier one would count as the same Ctrl-C
  screen.type("\x03");
  assert.equal(await screen.ended, 130);
  await screen.until(
    /^Leaving: the host removes sandbox e2e-web-\w{8} within 4s; e2e down \w{8} --host local removes it now$/m,
  );
  await world.until("the host takes it down", async () => (await world.inventory()).length === 0);
});

Deno.test("e2e shell opens a terminal in the directory of the tests, and in a container", async () => {
  await using world = new World();
  assert.equal((await world.run([await world.repository(webRepository()), "--keep", "--host", "local"])).code, 0);
  const { project } = await world.result();
  {
    await using screen = onScreen(world, ["shell", project.slice(-8)]);
    screen.type('echo "in $E2E_PROJECT at $(pwd)"; exit 3\r');
    assert.equal(await screen.ended, 3);
    await screen.until(new RegExp(`^in ${project} at ${world.home}/sandboxes/${project}/repo$`, "m"));
  }
  {
    await using screen = onScreen(world, ["shell", project.slice(-8), "web"]);
    screen.type("cat /tmp/index.html; exit 4\r");
    assert.equal(await screen.ended, 4);
    await screen.until(/^hello$/m);
  }
  assert.equal((await world.run(["down", "--all", "--host", "local"])).code, 0);
});

Deno.test("e2e down --all asks for confirmation on a terminal, and not with --yes", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository());
  assert.equal((await world.run([repository, repository, "--jobs", "2", "--keep", "--host", "local"])).code, 0);
  const projects = (await world.results()).map(({ project }) => project);
  for (const [typed, code] of [["\r", 0], ["n\r", 0], ["\x03", 130]] as const) {
    await using screen = onScreen(world, ["down", "--all"]);
    const text = await screen.until(/^Remove all of them\? \[y\/N\]$/m);
    for (const each of ["2 sandboxes on local:", ...projects]) assert.ok(text.includes(each), text);
    screen.type(typed);
    assert.equal(await screen.ended, code, screen.text);
    await screen.until("No sandbox was removed");
  }
  const left = async () => (await world.inventory()).filter((each) => each.startsWith("directory")).length;
  assert.equal(await left(), 2);
  {
    await using screen = onScreen(world, ["down", projects[0] ?? ""]);
    assert.equal(await screen.ended, 0, screen.text);
    assert.equal(await left(), 1);
  }
  {
    await using screen = onScreen(world, ["down", "--all"]);
    await screen.until(/^Remove it\? \[y\/N\]$/m);
    screen.type("y\r");
    assert.equal(await screen.ended, 0, screen.text);
    assert.equal(await left(), 0);
  }
  assert.equal((await world.run([repository, "--keep", "--host", "local"])).code, 0);
  await using screen = onScreen(world, ["down", "--all", "--yes"]);
  assert.equal(await screen.ended, 0, screen.text);
  assert.doesNotMatch(screen.text, /\?/);
});
