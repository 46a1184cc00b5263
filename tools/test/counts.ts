import { XMLParser } from "fast-xml-parser";

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly testsuites?: { readonly testsuite?: readonly { readonly testcase?: readonly object[] }[] };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => name === "testsuite" || name === "testcase",
});

/** The counts of a JUnit report as `deno test --junit-path` writes it; a step of a test counts like a test. */
export function junitCounts(xml: string): Counts {
  const report: Report = parser.parse(xml);
  const cases = (report.testsuites?.testsuite ?? []).flatMap(({ testcase = [] }) => testcase);
  const failed = cases.filter((testcase) => "failure" in testcase || "error" in testcase).length;
  const skipped = cases.filter((testcase) => "skipped" in testcase).length;
  return { passed: cases.length - failed - skipped, failed, skipped };
}

/** The counts of several reports together. */
export function sumCounts(all: readonly Counts[]): Counts {
  return all.reduce((sum, { passed, failed, skipped }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    skipped: sum.skipped + skipped,
  }), { passed: 0, failed: 0, skipped: 0 });
}

/** `12 passed, 0 failed`, and `, 1 skipped` where there are any. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}
