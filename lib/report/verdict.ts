import type { Result, ResultProblem, TestResult } from "../result/result.ts";
import { appearedLines } from "./appeared_lines.ts";
import { plainText } from "./clean_text.ts";
import { countsLine, date, firstLine, time } from "../result/words.ts";
import { shortId } from "../result/identity.ts";

/**
 * Returns the last lines about a run: the outcome, the reason, the next command, what is left behind, and the path of the
 * result. `path` is the run's directory; undefined when the run was not stored. With `testShown` the output of the tests is
 * not repeated. `isGone`: the sandbox was kept and does not exist any more.
 */
export function verdict(
  result: Result,
  options: { readonly path: string | undefined; readonly testShown: boolean; readonly isGone?: boolean },
): string {
  const { outcome, slug, host, duration_ms } = result, { isGone = false } = options;
  const id = shortId(result.project), { reason } = result;
  const shown = isGone && reason?.hint?.includes(id) ? { ...reason, hint: null } : reason; // the hint is about the sandbox
  const lines = [
    "",
    `${outcome === "passed" ? "✓" : "✗"} ${outcome}: ${slug} on ${host} in ${time(duration_ms)}`,
    ...(shown === null ? [] : problemLines(shown, options.testShown)),
    ...testLines(result.test),
    ...result.secondary.map((each) => `  also in ${each.phase}: ${firstLine(each.message)}`),
    ...(isGone ? [`  the sandbox ${result.project} was kept, and does not exist any more`] : cleanupLines(result)),
    ...appearedLines(result),
    ...result.collected.cut.map((each) => `  cut: ${each}`),
    ...(options.path === undefined ? [] : [`  result: ${options.path}/result.json`]),
  ];
  return lines.map((line) => `${plainText(line)}\n`).join("");
}

function problemLines(problem: ResultProblem, testShown: boolean): readonly string[] {
  const { message, detail, hint } = problem;
  return [
    ...message.split("\n").map((line) => `  ${line}`),
    ...(testShown && isTestOutput(problem) ? [] : detail.map((line) => `    ${line}`)),
    ...(hint === null ? [] : [`  hint: ${hint}`]),
  ];
}

const MAX_FAILED_TESTS = 10;

/** Returns the number of tests and the names of the failed ones, from the tests' own results. */
function testLines(test: TestResult | null): readonly string[] {
  if (test === null || test.results === null) return [];
  const { failed, failures } = test.results;
  const shown = failures.slice(0, MAX_FAILED_TESTS), more = failed - shown.length;
  return [
    `  ${countsLine(test.results)}`,
    ...shown.map(({ name, message }) => `    ✗ ${name.replaceAll("\n", " ")}: ${firstLine(message)}`),
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}

/** Returns whether the detail lines are output of the tests, and not about a lost host or a bug of the tool. */
function isTestOutput({ phase, outcome }: ResultProblem): boolean {
  return phase === "test" && (outcome === "failed" || outcome === "no-tests" || outcome === "timed-out");
}

/** Returns what is left and what will remove it, without the lines that the reason already has. */
function cleanupLines({ cleanup, reason, project, host }: Result): readonly string[] {
  const { decision, verified, leftovers, kept_until, note } = cleanup;
  const commands = `${shortId(project)} --host ${host}`;
  if (decision === "kept") {
    const until = kept_until === null ? "kept" : `kept until ${date(Date.parse(kept_until))}`;
    return [
      `  ${until}: ${project}`,
      `    test again: e2e retest ${commands}`,
      ...(reason?.hint?.includes(`e2e shell ${commands}`) ? [] : [`    look inside: e2e shell ${commands}`]),
      `    remove it: e2e down ${commands}`,
    ];
  }
  if (verified && leftovers.length === 0) return [];
  const isShown = (line: string) => reason !== null && [...reason.detail, reason.hint].includes(line);
  return [
    ...leftovers.filter(({ kind, name }) => !isShown(`${kind} ${name}`)).map(({ kind, name }) =>
      `  left: ${kind} ${name}`
    ),
    ...(verified || reason?.outcome === "leaked" ? [] : ["  could not check what is left on the host"]),
    ...(note === null || isShown(note) ? [] : [`  ${note}`]),
  ];
}
