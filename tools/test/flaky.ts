import { type TestCase, withoutSteps } from "./junit_cases.ts";

/** With more failed tests than this, something is broken, and no test is run again. */
const MOST_RETRIES = 10;

/** Returns the failed tests to run again: none when too many failed. A failed step counts as its test. */
export function testsToRetry(cases: readonly TestCase[]): readonly TestCase[] {
  const failed = withoutSteps(cases).filter(({ status }) => status === "failed");
  return failed.length > MOST_RETRIES ? [] : failed;
}

/**
 * Returns the arguments of `deno test` that select one test. The report names the file in which `Deno.test` was called: for
 * a test that a helper has registered, all the paths of its group are searched. Source: deno test --help, --filter.
 */
export function retryArgs({ file, name }: TestCase, paths: readonly string[]): readonly string[] {
  const filter = `--filter=/^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$/`;
  return [filter, ...(/_test\.tsx?$/.test(file) ? [file] : paths)];
}

/** Returns the line that names a test which failed, and passed when it was run again alone. */
export function flakyLine({ file, name }: TestCase): string {
  return `flaky: ${file} => ${name}`;
}
