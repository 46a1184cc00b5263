import { XMLParser } from "fast-xml-parser";

/** One test, or one step of a test, in a JUnit report. */
export interface TestCase {
  /** The test file as `deno test` names it, such as `./tests/unit/a_test.ts`. */
  readonly file: string;
  /** The test's name; that of a step is `TEST > STEP`. */
  readonly name: string;
  readonly status: "passed" | "failed" | "skipped";
  readonly seconds: number;
}

interface Report {
  readonly testsuites?: {
    readonly testsuite?: readonly { readonly "@_name": string; readonly testcase?: readonly Case[] }[];
  };
}

interface Case {
  readonly "@_name": string;
  readonly "@_time": string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => name === "testsuite" || name === "testcase",
});

/** Returns the tests and steps of a JUnit report that `deno test --junit-path` wrote, in the order of the report. */
export function junitCases(xml: string): readonly TestCase[] {
  const report: Report = parser.parse(xml);
  return (report.testsuites?.testsuite ?? []).flatMap(({ "@_name": file, testcase = [] }) =>
    testcase.map((each) => ({ file, name: each["@_name"], status: statusOf(each), seconds: Number(each["@_time"]) }))
  );
}

/** Returns the cases that are tests, without the steps of tests. */
export function withoutSteps(cases: readonly TestCase[]): readonly TestCase[] {
  return cases.filter(({ file, name }) =>
    !cases.some((other) => other.file === file && name.startsWith(`${other.name} > `))
  );
}

function statusOf(testCase: Case): TestCase["status"] {
  if ("failure" in testCase || "error" in testCase) return "failed";
  return "skipped" in testCase ? "skipped" : "passed";
}
