import assert from "node:assert/strict";
import { join } from "node:path";
import { webCompose, webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];

/** The directory of the only run. */
async function runDirectory(world: World): Promise<string> {
  return join(world.state, "e2e/runs", (await world.result()).run_id);
}

/** Reads all files below a directory, by their path. */
async function filesIn(directory: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) { for (const [inner, text] of await filesIn(path)) files.set(inner, text); }
    else files.set(path, await Deno.readTextFile(path));
  }
  return files;
}

Deno.test("e2e run passes and keeps the start and the end of the output when the tests print 200 MB", async () => {
  await using world = new World();
  const test_command =
    "echo the beginning; yes 0123456789012345678901234567890123456789012345678 | head -c 200000000; echo the end";
  const { code, stderr } = await world.run([
    await world.repository(webRepository({ test_command })),
    ...LOCAL,
    "--quiet",
  ]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal((await world.result()).test?.output_bytes, 200_000_000 + "the beginning\nthe end\n".length);
  const log = await Deno.readTextFile(join(await runDirectory(world), "output.log"));
  assert.ok(log.length > 45_000_000 && log.length < 50_100_000, `${log.length} bytes`);
  assert.match(log.slice(0, 20_000), /^the beginning$/m);
  assert.match(log.slice(-20_000), /^the end\n$/m);
  assert.match(log, /^… \d+ bytes cut …$/m);
});

Deno.test("e2e run reports the tests' own exit code 137, and that it means SIGKILL", async () => {
  await using world = new World();
  const { code, stderr } = await world.run([
    await world.repository(webRepository({ test_command: "echo quick; exit 137" })),
    ...LOCAL,
  ]);
  const { outcome, test } = await world.result();
  assert.deepEqual([code, outcome, test?.exit_code, test?.timed_out], [1, "failed", 137, false], stderr);
  assert.match(stderr, /^quick$/m);
  assert.match(stderr, /exit code 137 \(SIGKILL\)/);
});

const ARGUMENTS = [
  "",
  "two words",
  " ",
  "it's",
  '"double"',
  "$HOME",
  "`id`",
  "$(id)",
  "*",
  "~",
  "a\\b",
  "line\nbreak",
  "ünïcödé 日本",
  "-v",
  "--host",
  "--",
  "-k=not slow",
  "a;b&c|d>e",
  "#comment",
  "!x",
  "{a,b}",
];

Deno.test("e2e run passes the arguments after -- to the test command unchanged", async () => {
  await using world = new World();
  const repository = await world.repository({
    ...webRepository({ test_command: "sh e2e/args.sh first" }),
    "e2e/args.sh": 'printf "%s\\0" "$@" >"$E2E_ARTIFACTS/args"\n',
  });
  const { code, stderr } = await world.run([repository, ...LOCAL, "--", ...ARGUMENTS]);
  assert.equal(code, 0, stderr);
  const seen = await Deno.readTextFile(join(await runDirectory(world), "artifacts/args"));
  assert.deepEqual(seen.split("\0"), ["first", ...ARGUMENTS, ""]);
});

Deno.test("e2e run gives the tests the variables of the sandbox, and none of the controller's environment", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({
    test_command: 'env -0 >"$E2E_ARTIFACTS/env"; pwd -P >"$E2E_ARTIFACTS/pwd"',
    env: { COLOUR: "red and 'blue' $HOME", EMPTY: "" },
    secrets: ["SHOP_TOKEN"],
  }));
  const { code, stderr } = await world.run([repository, ...LOCAL], {
    SHOP_TOKEN: "correct horse",
    OF_THE_CONTROLLER: "x",
  });
  assert.equal(code, 0, stderr);
  const { run_id, project, isolation } = await world.result();
  const artifacts = join(await runDirectory(world), "artifacts");
  const env = new Map(
    (await Deno.readTextFile(join(artifacts, "env"))).split("\0").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const sandbox = join(world.home, "sandboxes", project);
  const expected = {
    E2E_RUN_ID: run_id,
    E2E_PROJECT: project,
    E2E_SANDBOX: sandbox,
    E2E_ARTIFACTS: `${sandbox}/artifacts`,
    E2E_HOST: "local",
    COMPOSE_PROJECT_NAME: project,
    COMPOSE_FILE: `${sandbox}/compose.json`,
    E2E_WEB_8080: isolation.published["E2E_WEB_8080"],
    COLOUR: "red and 'blue' $HOME",
    EMPTY: "",
    PYTHONUNBUFFERED: "1",
  };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, env.get(name)])), expected);
  assert.match(expected.E2E_WEB_8080 ?? "", /^127\.\d+\.\d+\.\d+:\d+$/);
  for (const name of ["OF_THE_CONTROLLER", "E2E_HOME", "E2E_LEASE", "XDG_STATE_HOME"]) assert.ok(!env.has(name), name);
  assert.equal(await Deno.readTextFile(join(artifacts, "pwd")), `${sandbox}/repo\n`);
});

const SECRET = "correct-horse-battery";

for (const more of [[], ["--json"], ["--verbose"]]) {
  Deno.test(`e2e run${more.map((each) => ` ${each}`).join("")} shows and stores no secret`, async () => {
    await using world = new World();
    const compose = `services:
  web:
    image: busybox:stable
    init: true
    environment: { SHOP_TOKEN: "\${SHOP_TOKEN}" }
    command: sh -c "echo web has $$SHOP_TOKEN; sleep 600"
`;
    const repository = await world.repository(webRepository({
      health_checks: [{ service: "web" }],
      secrets: ["SHOP_TOKEN"],
      test_command:
        'echo "tests have $SHOP_TOKEN"; printf correct-; sleep 0.3; echo horse-battery; echo "err $SHOP_TOKEN" >&2; echo "file $SHOP_TOKEN" >"$E2E_ARTIFACTS/note"; exit 3',
    }, compose));
    const { code, stdout, stderr } = await world.run([repository, ...LOCAL, ...more], { SHOP_TOKEN: SECRET });
    assert.equal(code, 1, stderr);
    const files = await filesIn(await runDirectory(world));
    const holds = [...files, ["stdout", stdout], ["stderr", stderr]].filter(([, text]) => text?.includes(SECRET));
    assert.deepEqual(holds.map(([name]) => name), []);
    const log = [...files].find(([name]) => name.endsWith("services/web.log"));
    assert.match(log?.[1] ?? "", /web has \*+/);
    assert.equal([...files].find(([name]) => name.endsWith("artifacts/note"))?.[1], "file ***\n");
    const output = [...files].find(([name]) => name.endsWith("output.log"));
    assert.match(output?.[1] ?? "", /tests have \*+/);
  });
}

Deno.test("e2e run does not mask its own words when a secret equals one of them", async () => {
  await using world = new World();
  const repository = await world.repository(
    webRepository({ secrets: ["WORD"], test_command: "echo passed" }, webCompose()),
  );
  assert.equal((await world.run([repository, ...LOCAL], { WORD: "passed" })).code, 0);
  assert.equal((await world.result()).outcome, "passed");
});

Deno.test("e2e run masks secrets in the verdict, which repeats the tests' last lines if they were not shown", async () => {
  await using world = new World();
  const files = webRepository({ test_command: 'echo "token $TOKEN"; exit 1', secrets: ["TOKEN"] });
  const repository = await world.repository(files);
  const { stderr } = await world.run([repository, "--host", "local", "--quiet"], { TOKEN: "hunter2hunter2" });
  assert.ok(stderr.includes("token ***") && !stderr.includes("hunter2"), stderr);
});
