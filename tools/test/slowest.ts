import { type TestCase, withoutSteps } from "./junit_cases.ts";

/** Returns the `count` slowest tests, the slowest first, one line each: seconds, file, name. Steps are not listed. */
export function slowestLines(cases: readonly TestCase[], count: number): readonly string[] {
  return withoutSteps(cases)
    .filter(({ status }) => status !== "skipped")
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ seconds, file, name }) => `${seconds.toFixed(1).padStart(7)} s  ${file} => ${name}`);
}
