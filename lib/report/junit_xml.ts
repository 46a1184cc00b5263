import type { JunitCase, JunitSuite } from "../result/junit.ts";
import type { PhaseResult, Result, ResultProblem } from "../result/result.ts";
import { escaped, escapedValue } from "./xml_text.ts";

/**
 * Returns a run as a JUnit file: the suite `e2e-lifecycle` with one case per phase, then `own`, the suites of the
 * repository's tests. The case of the phase that decided the outcome is a `<failure>` when tests failed, and an `<error>`
 * otherwise. Secondary problems do not change a case's status; they are its `<system-out>`.
 */
export function junitXml(result: Result, own: readonly JunitSuite[]): string {
  const suites = [lifecycleSuite(result), ...own.map((each) => suite(each.name, each.cases))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `e2e ${result.slug}`, time: seconds(result.duration_ms) })}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

/** A case; `output` holds the secondary problems of its phase. */
type Case = JunitCase & { readonly output?: string };

function lifecycleSuite(result: Result): string {
  const { phases, reason, secondary, slug, started_at, host } = result;
  const cases = withReason(phases, reason).map(({ name, status, ms }): Case => {
    const problems = secondary.filter(({ phase }) => phase === name).map(problemText);
    return {
      classname: `e2e.${slug}`,
      name,
      ms,
      ...(reason?.phase === name ? decisive(reason) : { status: status === "skipped" ? status : "passed", ...SILENT }),
      ...(problems.length === 0 ? {} : { output: problems.join("\n") }),
    };
  });
  return suite("e2e-lifecycle", cases, { timestamp: started_at, hostname: host });
}

const SILENT = { message: "", text: "" };

/** Adds a case for a reason whose phase was never run: an error before the first phase, or an interrupted run. */
function withReason(
  phases: readonly PhaseResult[],
  reason: ResultProblem | null,
): readonly Omit<PhaseResult, "attempts">[] {
  if (reason === null || phases.some(({ name }) => name === reason.phase)) return phases;
  return [...phases, { name: reason.phase, status: "failed", started_at: null, ms: 0 }];
}

function decisive(reason: ResultProblem): Pick<JunitCase, "status" | "message" | "text"> {
  const status = reason.outcome === "failed" ? "failed" : "error";
  return { status, message: `${reason.outcome}: ${reason.message}`, text: problemText(reason) };
}

function problemText({ outcome, message, detail, hint }: ResultProblem): string {
  return [`${outcome}: ${message}`, ...detail, ...(hint === null ? [] : [`hint: ${hint}`])].join("\n");
}

function suite(name: string, cases: readonly Case[], more: Readonly<Record<string, string>> = {}): string {
  const of = (status: JunitCase["status"]) => `${cases.filter((each) => each.status === status).length}`;
  const head = attributes({
    name,
    ...more,
    tests: `${cases.length}`,
    failures: of("failed"),
    errors: of("error"),
    skipped: of("skipped"),
    time: seconds(cases.reduce((sum, { ms }) => sum + ms, 0)),
  });
  return [`  <testsuite${head}>`, ...cases.map(testcase), "  </testsuite>"].join("\n");
}

const ELEMENTS = { failed: "failure", error: "error", skipped: "skipped" } as const;

function testcase({ classname, name, ms, status, message, text, output }: Case): string {
  const head = `    <testcase${attributes({ classname, name, time: seconds(ms) })}`;
  const element = status === "passed" ? undefined : ELEMENTS[status];
  const inner = [
    ...(element === undefined ? [] : [`      <${element}${attributes({ message })}>${escaped(text)}</${element}>`]),
    ...(output === undefined ? [] : [`      <system-out>${escaped(output)}</system-out>`]),
  ];
  return inner.length === 0 ? `${head}/>` : [`${head}>`, ...inner, "    </testcase>"].join("\n");
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values).map(([name, value]) => ` ${name}="${escapedValue(value)}"`).join("");
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);
