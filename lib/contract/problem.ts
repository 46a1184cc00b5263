/** One thing that is wrong in a file, with its place. */
export interface Problem {
  /** As shown to people, such as `e2e/e2e.yml`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** The key, such as `health_checks[0].timeout`; empty for the file as a whole. */
  readonly path: string;
  /** What was expected and what was found. */
  readonly message: string;
  /** The line itself, without its end. */
  readonly sourceLine: string;
  /** What to type or to edit. */
  readonly hint?: string;
}

/**
 * Gives the report that people read: for each problem its place, key and message, the line with a caret under the column, and the hint.
 * Control characters of the file never reach the terminal.
 */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.map(renderProblem).join("\n");
}

function renderProblem(problem: Problem): string {
  const { file, line, column, path, message, hint } = problem;
  const gutter = " ".repeat(String(line).length);
  const { text, before } = excerpt(problem.sourceLine, column);
  const lines = [
    visible(`${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`),
    `  ${line} | ${text}`.trimEnd(),
    `  ${gutter} | ${before.replace(/[^\t]/gu, " ")}^`,
  ];
  return [...lines, ...(hint === undefined ? [] : [`  hint: ${visible(hint)}`])].join("\n");
}

const widest = 120;

/** The part of a line around the column, so that a very long line does not bury the report. */
function excerpt(sourceLine: string, column: number): { readonly text: string; readonly before: string } {
  const line = visible(sourceLine);
  const start = column > widest ? column - widest / 2 : 0;
  const head = start > 0 ? "…" : "";
  const tail = line.length > start + widest ? "…" : "";
  return { text: head + line.slice(start, start + widest) + tail, before: head + line.slice(start, column - 1) };
}

function visible(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/gu, "\ufffd");
}

/** What a problem says. */
export interface Said {
  readonly message: string;
  readonly hint?: string | undefined;
}
