import { type TestCase, withoutSteps } from "./junit_cases.ts";

/** With more failed tests than this, something is broken, and no test is run again. */
const MOST_RETRIES = 10;

/** Returns the failed tests to run again: none when too many failed. A failed step stands for its test. */
export function testsToRetry(cases: readonly TestCase[]): readonly TestCase[] {
  const failed = withoutSteps(cases).filter(({ status }) => status === "failed");
  return failed.length > MOST_RETRIES ? [] : failed;
}

/** Returns the arguments of `deno test` that select one test. Source: deno test --help, --filter. */
export function retryArgs({ file, name }: TestCase): readonly string[] {
  return [`--filter=/^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$/`, file];
}

/** Returns the line that names a test which failed, and passed when it was run again alone. */
export function flakyLine({ file, name }: TestCase): string {
  return `flaky: ${file} => ${name}`;
}
