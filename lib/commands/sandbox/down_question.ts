import { plainText } from "../../report/clean_text.ts";
import { count } from "../../result/words.ts";
import type { ListedSandbox } from "../../sandbox/list_sandboxes.ts";

/** Returns the question before all sandboxes of a host are removed, with a list of them. */
export function downQuestion(sandboxes: readonly ListedSandbox[], host: string): string {
  const lines = sandboxes.map(({ project, run }) =>
    `  ${plainText(`${project}${run === null ? "" : ` (${run.owner}, since ${run.started_at})`}`)}\n`
  );
  const number = count(sandboxes.length, "sandbox", "sandboxes");
  return `${number} on ${host}:\n${lines.join("")}Remove ${sandboxes.length === 1 ? "it" : "all of them"}? [y/N] `;
}

/** Returns whether an answer is a yes. */
export function isYes(answer: string | undefined): boolean {
  return /^y(es)?$/i.test(answer?.trim() ?? "");
}
