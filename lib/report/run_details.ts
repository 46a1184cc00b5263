import type { CheckResult, PhaseResult, Result, ServiceResult } from "../result/result.ts";
import { count, date, MARKS, starter, time } from "../result/words.ts";
import { plainText } from "./clean_text.ts";
import { serviceState } from "./service_state.ts";
import { verdict } from "./verdict.ts";

/**
 * Returns an earlier run as text: its sources, phases, checks, tests and services, and its verdict. `isGone`: its sandbox was kept
 * and does not exist any more.
 */
export function runDetails(result: Result, options: { readonly path: string; readonly isGone?: boolean }): string {
  const { test, isolation } = result;
  const lines = [
    `${result.project} on ${result.host}, started ${date(Date.parse(result.started_at))} by ${starter(result)}`,
    `  ${sources(result)}`,
    ...isolation.changes.map((change) => `  isolated: ${change}`),
    ...result.phases.map(phaseLine),
    ...result.checks.map(checkLine),
    ...(test === null
      ? []
      : [`  tests: ${test.command}: exit code ${test.exit_code ?? "none"} after ${time(test.ms)}`]),
    ...result.services.map(serviceLine),
  ];
  return `${lines.map((line) => `${plainText(line)}\n`).join("")}${verdict(result, { ...options, testShown: false })}`;
}

function sources({ repository, git, docker, tool_version }: Result): string {
  const commit = git === null ? "" : ` at ${git.sha.slice(0, 12)}${git.dirty ? ", with changes" : ""}`;
  const engine = docker === null ? "" : `, Docker ${docker.engine}, Compose ${docker.compose}`;
  return `repository ${repository}${commit}; e2e ${tool_version}${engine}`;
}

function phaseLine({ name, status, ms, attempts }: PhaseResult): string {
  const took = status === "skipped" ? "skipped" : time(ms);
  return `  ${MARKS[status]} ${name.padEnd(8)}${took}${attempts > 1 ? ` (${attempts} tries)` : ""}`;
}

function checkLine({ ok, name, target, last_answer, attempts, ms }: CheckResult): string {
  const tries = `${count(attempts, "try", "tries")}, ${time(ms)}`;
  return `    ${ok ? MARKS.passed : MARKS.failed} ${name} (${target}): ${last_answer} (${tries})`;
}

function serviceLine(service: ServiceResult): string {
  return `  service ${service.service} (${service.image}): ${serviceState(service)}`;
}
