import type { Result, ResultProblem, TestResults } from "../result/result.ts";
import { countsLine, firstLine, inPhase, MARKS, time } from "../result/words.ts";
import { cleanLines, escaped } from "./xml_text.ts";

const MAX_ANNOTATIONS = 10, MAX_LINES = 40, MAX_TEXT = 500;

/**
 * Returns the summary of a GitHub Actions step for a run: phases, reason and failed tests, at most about 500 kB. It is HTML,
 * so that Markdown is not interpreted. All text from the run is in `code` or `pre`, where GitHub creates no mentions or
 * links. Source: GitHub's "Workflow commands", job summaries; CommonMark 0.31, 4.6.
 */
export function stepSummary(result: Result): string {
  const { outcome, slug, host, duration_ms, phases, reason, secondary, test } = result;
  const rows = phases.map(({ name, status, ms }) =>
    `<tr><td>${MARKS[status]} ${name}</td><td>${status === "skipped" ? "" : time(ms)}</td></tr>`
  );
  return [
    `<h3>${outcome === "passed" ? "✓" : "✗"} ${outcome}: ${code(slug)} on ${code(host)} in ${time(duration_ms)}</h3>`,
    ...(reason === null ? [] : [problem(reason, inPhase(result))]),
    ...secondary.slice(0, MAX_LINES).map((each) => `<p>also in ${each.phase}: ${code(firstLine(each.message))}</p>`),
    ...(test?.results == null ? [] : tests(test.results)),
    `<table><tr><th>phase</th><th>took</th></tr>${rows.join("")}</table>`,
    "",
    "",
  ].join("\n");
}

function problem({ message, detail, hint }: ResultProblem, where: string): string {
  // a separate HTML block: an empty line does not end a `pre`
  const lines = [message, ...detail.slice(-MAX_LINES), ...(hint === null ? [] : [`hint: ${hint}`])];
  return `${where === "" ? "" : `<p>${where.trim()}:</p>\n\n`}<pre>${
    lines.map((line) => escaped(shortened(line))).join("\n")
  }</pre>`;
}

function tests(results: TestResults): readonly string[] {
  const items = results.failures.map(({ name, message }) => `<li>${code(name)}: ${code(firstLine(message))}</li>`);
  const more = results.failed - results.failures.length;
  return [
    `<p>${countsLine(results)}</p>`,
    ...(items.length === 0 ? [] : [`<ul>${items.join("")}</ul>`]),
    ...(more > 0 ? [`<p>and ${more} more</p>`] : []),
  ];
}

/** Returns text on one line, because an empty line would end the HTML block. */
function code(text: string): string {
  return `<code>${escaped(shortened(text)).replaceAll("\n", " ")}</code>`;
}

function shortened(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

/**
 * Returns workflow commands that annotate a run that did not pass: the reason, then the failed tests, at most ten in
 * all.
 */
export function annotations(result: Result): string {
  const { reason, slug, outcome, test } = result;
  if (reason === null) return "";
  const failures = test?.results?.failures ?? [];
  return [
    annotation(`e2e ${slug}: ${outcome}${inPhase(result)}`, reason.message),
    ...failures.map(({ name, message }) => annotation(`e2e ${slug}: ${name}`, message)),
  ].slice(0, MAX_ANNOTATIONS).join("");
}

/** Source: GitHub's actions/toolkit, packages/core/src/command.ts. */
function annotation(title: string, message: string): string {
  const property = data(title).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return `::error title=${property}::${data(message)}\n`;
}

function data(text: string): string {
  return cleanLines(shortened(text)).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
