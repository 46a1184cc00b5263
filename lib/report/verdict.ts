import type { Result, ResultProblem } from "../lifecycle/result.ts";
import { plainText } from "./clean_text.ts";
import { time } from "./words.ts";

/** What is read last: how the run ended, why, what to type next, what is left, and where the result lies. */
export function verdict(result: Result, options: { readonly path: string; readonly testShown: boolean }): string {
  const { outcome, reason, slug, host, duration_ms } = result;
  const lines = [
    "",
    `${outcome === "passed" ? "✓" : "✗"} ${outcome}: ${slug} on ${host} in ${time(duration_ms)}`,
    ...(reason === null ? [] : problemLines(reason, reason.phase === "test" && options.testShown)),
    ...result.secondary.flatMap((each) => [`  also in ${each.phase}: ${firstLine(each.message)}`]),
    ...cleanupLines(result),
    ...result.collected.cut.map((each) => `  cut: ${each}`),
    `  result: ${options.path}/result.json`,
    "",
  ];
  return lines.map(plainText).join("\n");
}

function problemLines({ message, detail, hint }: ResultProblem, isShown: boolean): readonly string[] {
  return [
    ...message.split("\n").map((line) => `  ${line}`),
    ...(isShown ? [] : detail.map((line) => `    ${line}`)),
    ...(hint === null ? [] : [`  hint: ${hint}`]),
  ];
}

function cleanupLines({ cleanup, project }: Result): readonly string[] {
  const id = project.slice(-8);
  if (cleanup.decision === "kept") {
    return [`  kept until ${cleanup.kept_until}; look inside: e2e shell ${id}; remove it: e2e down ${id}`];
  }
  if (cleanup.verified && cleanup.leftovers.length === 0) return [];
  const left = cleanup.leftovers.map(({ kind, name }) => `  left: ${kind} ${name}`);
  return [...left, ...(cleanup.verified ? [] : ["  nobody could be asked what is left"]), `  ${cleanup.note}`];
}

const firstLine = (text: string) => text.split("\n")[0] ?? "";
