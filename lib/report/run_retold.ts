import type { CheckResult, PhaseResult, Result, ServiceResult } from "../result/result.ts";
import { plainText } from "./clean_text.ts";
import { verdict } from "./verdict.ts";
import { count, date, MARKS, time } from "../result/words.ts";

/** An earlier run, told again: what it was, its phases, checks and services, and its verdict. */
export function runRetold(result: Result, options: { readonly path: string }): string {
  const { test, isolation } = result;
  const lines = [
    `${result.project} on ${result.host}, started ${date(Date.parse(result.started_at))} by ${result.owner}`,
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
  const asked = `${count(attempts, "try", "tries")}, ${time(ms)}`;
  return `    ${ok ? MARKS.passed : MARKS.failed} ${name} (${target}): ${last_answer} (${asked})`;
}

function serviceLine({ service, image, state, health, exit_code, oom_killed, restarts }: ServiceResult): string {
  const words = [
    health === null ? state : `${state}, ${health}`,
    ...(exit_code === null || state === "running" ? [] : [`exit code ${exit_code}`]),
    ...(oom_killed ? ["killed for its memory"] : []),
    ...(restarts > 0 ? [count(restarts, "restart", "restarts")] : []),
  ];
  return `  service ${service} (${image}): ${words.join(", ")}`;
}
