import type { Result } from "../lifecycle/result.ts";
import { plainText } from "./clean_text.ts";
import { verdict } from "./verdict.ts";
import { count, time } from "./words.ts";

const MARKS = { passed: "✓", failed: "✗", skipped: "-" } as const;

/** An earlier run, told again: what it was, its phases, checks and services, and its verdict. */
export function runRetold(result: Result, options: { readonly path: string }): string {
  const { git, docker, isolation, test } = result;
  const lines = [
    `${result.project} on ${result.host}, started ${result.started_at} by ${result.owner}`,
    `  repository ${result.repository}${
      git === null ? "" : ` at ${git.sha.slice(0, 12)}${git.dirty ? ", with changes" : ""}`
    }`,
    ...(docker === null ? [] : [`  Docker ${docker.engine}, Compose ${docker.compose}, e2e ${result.tool_version}`]),
    ...isolation.changes.map((change) => `  isolated: ${change}`),
    ...result.phases.map(({ name, status, ms }) =>
      `  ${MARKS[status]} ${name.padEnd(8)}${status === "skipped" ? "skipped" : time(ms)}`
    ),
    ...result.checks.map((check) =>
      `    ${check.ok ? "✓" : "✗"} ${check.name}: ${check.last_answer} (${count(check.attempts, "try", "tries")}, ${
        time(check.ms)
      })`
    ),
    ...(test === null
      ? []
      : [`  tests: ${test.command}: exit code ${test.exit_code ?? "none"} after ${time(test.ms)}`]),
    ...result.services.map(({ service, state, image }) => `  service ${service}: ${state}, ${image}`),
  ];
  return `${lines.map(plainText).join("\n")}\n${verdict(result, { ...options, testShown: false })}`;
}
