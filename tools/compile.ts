/**
 * Compiles `e2e-host` into `dist/`: `deno run -A tools/compile.ts [--all]`, in the project's root. With `--all` for Linux on
 * x86-64 and on arm64, with `dist/SHA256SUMS`, else for this machine. `DENORT_BIN` names a base program of one's own: what
 * it makes says that it is a test binary. Source: deno compile --help.
 *
 * @module
 */
import { BUILD_INFO, type BuildInfo } from "../lib/native/build_info.ts";

const TARGETS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

async function run(program: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(program, { args: [...args], stderr: "inherit" }).output();
  if (!success) Deno.exit(1);
  return new TextDecoder().decode(stdout).trim();
}

async function compile(output: string, flags: readonly string[]): Promise<void> {
  const include = ["--include", BUILD_INFO];
  await run(
    Deno.execPath(),
    "compile",
    "-A",
    "--quiet",
    "--no-check",
    "--no-lock",
    ...include,
    ...flags,
    "--output",
    output,
    "run-on-host.ts",
  );
  console.log(`${output}: ${((await Deno.stat(output)).size / 1e6).toFixed(0)} MB`);
}

const info: BuildInfo = {
  commit: await run("git", "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"),
  test_binary: Deno.env.has("DENORT_BIN"),
};
await Deno.mkdir("dist", { recursive: true });
await Deno.writeTextFile(BUILD_INFO, JSON.stringify(info));
if (Deno.args.includes("--all")) {
  const outputs = TARGETS.map((target) => `dist/e2e-host-${target}`);
  for (const [at, target] of TARGETS.entries()) await compile(outputs[at] ?? "", ["--target", target]);
  await Deno.writeTextFile(
    "dist/SHA256SUMS",
    `${await run(
      "sh",
      "-c",
      'cd dist && sha256sum "$@"',
      "sh",
      ...outputs.map((each) => each.slice("dist/".length)),
    )}\n`,
  );
} else await compile("dist/e2e-host", []);
