/** What is wrong, and what to do about it. */
export interface ProblemText {
  /** What was expected and what was found. */
  readonly message: string;
  /** A command to type or a place to edit. */
  readonly hint?: string | undefined;
}

/** A problem in a file, with its place. */
export interface Problem extends ProblemText {
  /** As shown to users, such as `e2e/e2e.yml`. */
  readonly file: string;
  /** Starts at 1. */
  readonly line: number;
  /** In characters; starts at 1. */
  readonly column: number;
  /** The key, such as `health_checks[0].timeout`; empty for the file as a whole. */
  readonly path: string;
  /** The whole line, without its line break. */
  readonly sourceLine: string;
}

/**
 * Renders the report of all problems: for each one its place, key and message, the line with a caret under the column,
 * and the hint. Control characters of the file are replaced, so that they never reach the terminal.
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

const MAX_WIDTH = 120;

/** Cuts a very long line to the part around the column. */
function excerpt(sourceLine: string, column: number): { readonly text: string; readonly before: string } {
  const line = visible(sourceLine);
  const start = column > MAX_WIDTH ? column - MAX_WIDTH / 2 : 0;
  const head = start > 0 ? "…" : "";
  const tail = line.length > start + MAX_WIDTH ? "…" : "";
  return { text: head + line.slice(start, start + MAX_WIDTH) + tail, before: head + line.slice(start, column - 1) };
}

function visible(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/gu, "\ufffd");
}
