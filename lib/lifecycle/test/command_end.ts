import { constants } from "node:os";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { TestResult } from "../../result/result.ts";
import type { JobEnd } from "../../sandbox/job.ts";
import type { RunContext } from "../run_context.ts";
import type { NotRun } from "./not_run.ts";

/** Returns the end of the test command as the result records it, without the test results. */
export function testResult(
  end: JobEnd,
  more: { readonly command: string; readonly limitMs: number; readonly left: readonly string[] },
): TestResult {
  return {
    command: more.command,
    exit_code: end.endedBy === undefined && !end.timedOut ? end.code : null,
    signal: signalName(end.code) ?? null,
    timed_out: end.timedOut,
    limit_ms: Math.round(more.limitMs),
    ms: end.tookMs,
    output_bytes: end.bytes,
    left_running: [...more.left],
    evidence: "exit-code",
    results: null,
  };
}

/** Returns the name of the signal behind an exit code of a shell: 137 is SIGKILL. */
function signalName(code: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
}

/** Returns the end of the phase by the end of the test command. `notRun` says why it, or a command in it, could not be run. */
export function commandEnd(
  run: RunContext,
  end: JobEnd,
  { limitMs, notRun }: { readonly limitMs: number; readonly notRun?: NotRun | undefined },
): PhaseEnd<void> {
  if (end.endedBy !== undefined) {
    const why = end.endedBy === "lease" ? "the lease of the sandbox expired" : "a user removed the sandbox";
    return failure("infra", `The tests were ended because ${why}: there is no verdict`);
  }
  return end.timedOut ? lateEnd(run, limitMs) : exitEnd(end.code, notRun);
}

function lateEnd({ plan }: RunContext, limitMs: number): PhaseEnd<void> {
  const isRunLimit = limitMs < plan.contract.timeoutMs, seconds = limitMs / 1000;
  const limit = isRunLimit ? `the rest of run_timeout, ${seconds} s` : `their limit of ${seconds} s`;
  return failure("timed-out", `The tests did not end within ${limit}`, {
    hint: `raise ${isRunLimit ? "run_timeout" : "timeout"} in e2e/e2e.yml, or find out which test hangs`,
  });
}

function exitEnd(code: number, notRun: NotRun | undefined): PhaseEnd<void> {
  if (code === 0) return passed(undefined);
  const signal = signalName(code);
  if (notRun === undefined) {
    return failure("failed", `The tests failed with exit code ${code}${signal === undefined ? "" : ` (${signal})`}`);
  }
  const { what, hint, outcome } = notRun;
  const ended = outcome === "failed"
    ? `The tests ended with exit code ${code}`
    : `The tests could not be run (exit code ${code})`;
  return failure(outcome, `${ended}: ${what}`, { hint });
}
