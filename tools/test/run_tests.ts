import { join } from "node:path";
import { countCases, type Counts, sumCounts } from "./counts.ts";
import { flakyLine, retryArgs, testsToRetry } from "./flaky.ts";
import type { Group } from "./groups.ts";
import { junitCases, type TestCase } from "./junit_cases.ts";

/** Options of every `deno test` of a run. */
interface TestOptions {
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How one group of tests ended. */
export interface GroupResult {
  readonly counts: Counts;
  readonly cases: readonly TestCase[];
  /** A line for each test that failed first and passed when it was run again. */
  readonly flaky: readonly string[];
}

/** Runs a group of tests, and each failed test once more alone. A flaky test counts as failed. */
export async function runGroup(group: Group, { flags, env }: TestOptions): Promise<GroupResult> {
  const limit = group.jobs === undefined ? {} : { DENO_JOBS: String(group.jobs) };
  const { success, cases } = await denoTest(["--parallel", ...flags, ...group.paths], { ...env, ...limit });
  const flaky: string[] = [];
  for (const test of testsToRetry(cases)) {
    console.log(`run again alone: ${test.file} => ${test.name}`);
    const again = await denoTest([
      ...flags.filter((flag) => !flag.startsWith("--filter=")),
      ...retryArgs(test, group.paths),
    ], env);
    if (again.success && again.cases.some(({ status }) => status === "passed")) flaky.push(flakyLine(test));
  }
  const counts = countCases(cases);
  // A file that cannot be loaded fails the run, but no test.
  const counted = success || counts.failed > 0 ? counts : sumCounts([counts, { passed: 0, failed: 1, skipped: 0 }]);
  return { counts: counted, cases, flaky };
}

/** Runs one `deno test`, shows its output, and returns the tests of its JUnit report. */
async function denoTest(args: readonly string[], env: Readonly<Record<string, string>>) {
  const folder = await Deno.makeTempDir();
  try {
    const report = join(folder, "report.xml");
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", `--junit-path=${report}`, ...args],
      env,
      stdout: "inherit",
      stderr: "inherit",
    }).output();
    return { success, cases: junitCases(await Deno.readTextFile(report).catch(() => "")) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
