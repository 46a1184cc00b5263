/**
 * Runs tests and shows their output: `deno run -A tools/test/run.ts [--checks] [--filter TEXT] [PATH...]`, or with
 * `--changed [COMMIT]` instead of paths, in the project's root. `--checks` first runs everything else that CI runs.
 * `--changed` selects the tests that the changes since a commit can break, by default since the branch left `main`.
 *
 * A failed test is run again once, alone. When it then passes, it is named flaky, and still counts as failed. The output
 * ends with the ten slowest tests, the flaky tests and a line of counts, which is also written to `.cache/tests/counts`.
 * Exit status: 0; 1 when a test or a check failed, or when nothing ran.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Counts, countsLine, sumCounts } from "./counts.ts";
import { testGroups } from "./groups.ts";
import { runChecks } from "./run_checks.ts";
import { type GroupResult, runGroup } from "./run_tests.ts";
import { selectChanged } from "./select_changed.ts";
import { slowestLines } from "./slowest.ts";

const ALL = ["tests/unit", "tests/process", "tests/e2e", "tests/faults"];
const COUNTS_FOLDER = ".cache/tests";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checks: { type: "boolean", default: false },
    changed: { type: "boolean", default: false },
    filter: { type: "string" },
  },
});
const env: Readonly<Record<string, string>> = Deno.stdout.isTerminal() ? {} : { NO_COLOR: "1" };
const flags = [
  ...(values.filter === undefined ? [] : [`--filter=${values.filter}`]),
  ...(values.checks ? ["--no-check"] : []),
];

async function paths(): Promise<readonly string[]> {
  if (values.changed) return await selectChanged(positionals[0]);
  return positionals.length > 0 ? positionals : ALL.filter((folder) => existsSync(folder));
}

function report(results: readonly GroupResult[], counts: Counts): void {
  const cases = results.flatMap((result) => result.cases);
  if (cases.length > 0) console.log(`\nslowest tests\n${slowestLines(cases, 10).join("\n")}\n`);
  for (const line of results.flatMap(({ flaky }) => flaky)) console.log(line);
  console.log(countsLine(counts));
}

const checks = values.checks ? [await runChecks(env)] : [];
const results: GroupResult[] = [];
for (const group of testGroups(await paths())) results.push(await runGroup(group, { flags, env }));
const counts = sumCounts([...checks, ...results.map((result) => result.counts)]);
await Deno.mkdir(COUNTS_FOLDER, { recursive: true });
await Deno.writeTextFile(`${COUNTS_FOLDER}/counts`, `${countsLine(counts)}\n`);
report(results, counts);
const isEmpty = counts.passed === 0 && !values.changed;
Deno.exitCode = counts.failed > 0 || isEmpty ? 1 : 0;
