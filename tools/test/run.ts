/**
 * Runs the tests, shows them while they run, and ends with a line of counts: `deno run -A tools/test/run.ts [--checks]
 * [--filter TEXT] [FOLDER-OR-FILE...]`, in the project's root. With `--checks` first everything else that must be right.
 * Exit status 1 when something failed or nothing ran. The counts are left in `.cache/tests/counts` too.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { runChecks } from "./run_checks.ts";
import { type Counts, countsLine, junitCounts, sumCounts } from "./counts.ts";

const kept = ".cache/tests";
const reports = await Deno.makeTempDir();
const env: Readonly<Record<string, string>> = Deno.stdout.isTerminal() ? {} : { NO_COLOR: "1" };

interface Group {
  readonly name: string;
  readonly paths: readonly string[];
  readonly flags: readonly string[];
  /** How many test files run side by side; undefined: one a processor. */
  readonly jobs?: number;
}

/** Runs one `deno test`. A run that ends badly without a failed test (a file that does not load) counts as one. */
async function runGroup({ name, paths, flags, jobs }: Group): Promise<Counts> {
  if (paths.length === 0) return sumCounts([]);
  const report = `${reports}/${name}.xml`;
  const args = ["test", "-A", "--parallel", `--junit-path=${report}`, ...flags, ...paths];
  const limit = jobs === undefined ? {} : { DENO_JOBS: String(jobs) };
  const options = { args, env: { ...env, ...limit }, stdout: "inherit", stderr: "inherit" } as const;
  const { success } = await new Deno.Command(Deno.execPath(), options).output();
  const counts = existsSync(report) ? junitCounts(await Deno.readTextFile(report)) : sumCounts([]);
  return success || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { checks: { type: "boolean", default: false }, filter: { type: "string" } },
});
const all = ["tests/unit", "tests/process", "tests/e2e", "tests/faults"];
const wanted = positionals.length > 0 ? positionals : all.filter((folder) => existsSync(folder));
const isIn = (folder: string) => (path: string) => new RegExp(`^(\\./)?tests/${folder}\\b`).test(path);
const isE2e = isIn("e2e"), isFaults = isIn("faults");
const flags = [
  ...(values.filter === undefined ? [] : [`--filter=${values.filter}`]),
  ...(values.checks ? ["--no-check"] : []),
];

const counts = sumCounts([
  ...(values.checks ? [await runChecks(env)] : []),
  await runGroup({ name: "quick", paths: wanted.filter((path) => !isE2e(path) && !isFaults(path)), flags }),
  await runGroup({ name: "e2e", paths: wanted.filter(isE2e), flags, jobs: 2 }),
  await runGroup({ name: "faults", paths: wanted.filter(isFaults), flags, jobs: 4 }), // they wait more than they work
]);
await Deno.remove(reports, { recursive: true });
await Deno.mkdir(kept, { recursive: true });
await Deno.writeTextFile(`${kept}/counts`, `${countsLine(counts)}\n`);
console.log(countsLine(counts));
Deno.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
