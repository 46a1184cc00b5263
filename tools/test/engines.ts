/**
 * Runs the e2e tests of up, isolation and removal on the Docker Engine of this machine, and on a newer one:
 * `deno run -A tools/test/engines.ts [PATH...]`, as root. The output ends with a line of counts for each engine. Exit status:
 * 0; 1 when a test failed.
 *
 * @module
 */
const PATHS = [
  "tests/e2e/sandbox",
  ...["busy", "cleanup", "image", "left_behind", "outcome", "several"].map((name) =>
    `tests/e2e/lifecycle/${name}_test.ts`
  ),
];
const NAME = "engine-newer", DIR = `${Deno.cwd()}/.cache/engine-newer`, LAB = "tools/lab/engine.sh";
const RUN = [Deno.execPath(), "run", "-A", "tools/test/run.ts", ...(Deno.args.length > 0 ? Deno.args : PATHS)];

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const [program = "", ...args] = argv;
  return (await new Deno.Command(program, { args, env, stdin: "null" }).spawn().status).success;
}

/** Runs the tests and returns a line of counts. `place` is the beginning of a command that runs the rest of it on an engine. */
async function counts(engine: string, place: readonly string[]): Promise<string> {
  const version = ["docker", "version", "--format", "{{.Server.Version}}"],
    [program = "", ...args] = [...place, ...version];
  const { stdout } = await new Deno.Command(program, { args }).output();
  if (!await run([...place, ...RUN])) Deno.exitCode = 1;
  return `${engine} (${new TextDecoder().decode(stdout).trim()}): ${await Deno.readTextFile(".cache/tests/counts")}`;
}

if (!await run(["sh", "tools/setup/newer_engine.sh", DIR])) Deno.exit(1);
try {
  if (!await run(["sh", LAB, "up", NAME], { ENGINE: DIR })) Deno.exit(1);
  const lines = [
    await counts("Docker Engine of this machine", []),
    await counts("newer Docker Engine", ["sh", LAB, "exec", NAME]),
  ];
  console.log(`\n${lines.join("")}`);
} finally {
  await run(["sh", LAB, "down", NAME]);
}
