/**
 * Compiles `e2e-host` into `dist/`: `deno run -A tools/compile.ts [--all]`, in the project's root. By default for this
 * machine; with `--all` for Linux on x86-64 and on arm64, with `dist/SHA256SUMS`. When `DENORT_BIN` names another base
 * program, the binary reports that it is a test binary. Source: deno compile --help.
 *
 * @module
 */
import { BUILD_INFO, type BuildInfo } from "../lib/native/build_info.ts";

const TARGETS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

/** Runs a program and returns its output. Ends this one when it fails. */
async function run(program: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(program, { args: [...args], stderr: "inherit" }).output();
  if (!success) Deno.exit(1);
  return new TextDecoder().decode(stdout).trim();
}

async function compile(output: string, ...flags: readonly string[]): Promise<void> {
  const fixed = ["compile", "-A", "--quiet", "--no-check", "--no-lock", "--include", BUILD_INFO];
  await run(Deno.execPath(), ...fixed, ...flags, "--output", output, "run-on-host.ts");
  console.log(`${output}: ${((await Deno.stat(output)).size / 1e6).toFixed(0)} MB`);
}

async function compileAll(): Promise<void> {
  const names = TARGETS.map((target) => `e2e-host-${target}`);
  for (const [at, target] of TARGETS.entries()) await compile(`dist/${names[at]}`, "--target", target);
  const sums = await run("sh", "-c", 'cd dist && sha256sum "$@"', "sh", ...names);
  await Deno.writeTextFile("dist/SHA256SUMS", `${sums}\n`);
}

const info: BuildInfo = {
  commit: await run("git", "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"),
  test_binary: Deno.env.has("DENORT_BIN"),
};
await Deno.mkdir("dist", { recursive: true });
await Deno.writeTextFile(BUILD_INFO, JSON.stringify(info));
await (Deno.args.includes("--all") ? compileAll() : compile("dist/e2e-host"));
