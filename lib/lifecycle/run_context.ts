import type { ExecResult } from "../host/exec.ts";
import { quote } from "../host/quote.ts";
import { sshTrouble } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";
import { MAKE_ROOM } from "../sandbox/host_facts.ts";
import type { Plan } from "./plan.ts";
import { type Failure, failure } from "../result/phase.ts";
import type { Recorder } from "./recorder.ts";
import { stopFailure, stopOf } from "../result/stop_reason.ts";
import { shortId } from "../result/identity.ts";

/** What every phase is given. */
export interface RunContext {
  readonly plan: Plan;
  readonly transport: Transport;
  /** Fires when the run is to stop; its reason is a `Stop`. */
  readonly signal: AbortSignal;
  readonly recorder: Recorder;
  /** When the run started, in the milliseconds of `now()`. */
  readonly startedMs: number;
  /** When the phases up to `test` must be over, in the milliseconds of `now()`; what follows has its own time. */
  readonly deadlineMs: number;
  readonly now: () => number;
  /** Takes the secrets out of a file that was brought here. */
  readonly clean: (path: string) => Promise<void>;
}

/** What a command that failed on the host says about the run: it was stopped, or the world is at fault. */
export function hostFailure(run: RunContext, result: ExecResult, what: string): Failure {
  const stop = stopOf(run.signal);
  if (result.kind === "cancelled" && stop !== undefined) return stopFailure(stop);
  const host = run.transport.name;
  if (result.kind === "lost") {
    const { message, hint } = sshTrouble(host, result.stderr);
    return failure("infra", `${what} failed: ${message}`, { hint });
  }
  if (result.kind === "timed-out") {
    return failure("infra", `${what} on ${host} did not end in time`, { detail: lastLines(result.stderr) });
  }
  const space = /no space left on device|disk quota exceeded|room left: 0$/im.test(result.stderr);
  return failure("infra", `${what} failed on ${host}: ${space ? "the disk is full" : `exit code ${result.code}`}`, {
    detail: lastLines(result.stderr),
    ...(space ? { hint: MAKE_ROOM } : {}),
  });
}

/** How to look into a sandbox like this one, whose stack is not well. */
export function lookHint({ plan, transport }: RunContext): string {
  return plan.cleanup === "always"
    ? `e2e run ${quote(plan.root)} --host ${transport.name} --keep keeps the sandbox`
    : `e2e shell ${shortId(plan.project)} --host ${transport.name} looks into the sandbox`;
}

/** The run has used up what `run_timeout` leaves to the phases up to `test`. */
export function runLimitFailure(run: RunContext): Failure {
  return stopFailure({ kind: "run-limit", limitMs: run.plan.contract.runTimeoutMs });
}

/** The last lines of a program's output that say something. */
export function lastLines(text: string, count = 20): readonly string[] {
  return text.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "").slice(-count);
}
