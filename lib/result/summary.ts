import type { JunitCase, JunitSuite } from "./junit.ts";
import type { TestResults } from "./result.ts";

const MAX_FAILURES = 50, MAX_NAME = 300, MAX_MESSAGE = 500;

/** Summarizes JUnit files. */
export function summary(
  files: readonly { readonly file: string; readonly suites: readonly JunitSuite[] }[],
): TestResults {
  const all = files.flatMap(({ suites }) => suites.flatMap(({ name, cases }) => cases.map((each) => ({ name, each }))));
  const failed = all.filter(({ each: { status } }) => status === "failed" || status === "error");
  return {
    files: files.map(({ file }) => file),
    tests: all.length,
    failed: failed.length,
    skipped: all.filter(({ each }) => each.status === "skipped").length,
    ms: all.reduce((sum, { each }) => sum + each.ms, 0),
    failures: failed.slice(0, MAX_FAILURES).map(({ name, each }) => ({
      name: shortened(caseName(each, name), MAX_NAME),
      message: shortened(message(each), MAX_MESSAGE),
    })),
  };
}

/** jest-junit repeats the class in the name; gotestsum leaves the class empty. */
function caseName({ classname, name }: JunitCase, suite: string): string {
  const place = classname === "" ? suite : classname;
  return place === "" || name.startsWith(place) ? name : `${place} › ${name}`;
}

function message({ message, text, status }: JunitCase): string {
  const whole = text.includes(message) ? text : `${message}\n${text}`.trim();
  return whole === "" ? status : whole;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`.toWellFormed();
}
