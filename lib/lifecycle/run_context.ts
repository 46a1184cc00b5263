import type { ExecResult } from "../host/exec.ts";
import { onHost } from "../host/on_host.ts";
import { quote } from "../host/quote.ts";
import { sshTrouble } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";
import { makeRoom } from "../sandbox/host_facts.ts";
import { isKept } from "./down/is_kept.ts";
import type { Plan } from "./plan.ts";
import { type Failure, failure } from "../result/phase.ts";
import type { Recorder } from "./recorder.ts";
import { lastLines } from "../result/words.ts";
import { stopFailure, stoppedBy } from "../result/stop_reason.ts";
import { shortId } from "../result/identity.ts";

/** What every phase needs to know of its run. */
export interface RunContext {
  readonly plan: Plan;
  readonly transport: Transport;
  /** Fires when the run has to stop; its reason is a `StopReason`. */
  readonly signal: AbortSignal;
  readonly recorder: Recorder;
  /** When the run started, in the milliseconds of `now()`. */
  readonly startedMs: number;
  /** When the phases up to `test` must have ended, in the milliseconds of `now()`. `collect` and `down` have their own limits. */
  readonly deadlineMs: number;
  readonly now: () => number;
  /** Masks the secrets in a file that was fetched. */
  readonly clean: (path: string) => Promise<void>;
  /** Masks secrets in the name of a file. */
  readonly cleanName: (name: string) => string;
}

/** Returns the failure of a command on the host: the run was stopped, or the host has a problem (`infra`). */
export function hostFailure(run: RunContext, result: ExecResult, what: string): Failure {
  const stopped = stoppedBy(run.signal);
  if (result.kind === "cancelled" && stopped !== undefined) return stopped;
  const host = run.transport.name;
  if (result.kind === "lost") {
    const { message, hint } = sshTrouble(host, result.stderr);
    return failure("infra", `${what} failed: ${message}`, { hint });
  }
  if (result.kind === "timed-out") {
    return failure("infra", `${what} on ${host} did not end in time`, { detail: lastLines(result.stderr) });
  }
  const space = /: (?:no space left on device|disk quota exceeded)|, room left: 0$/im.test(result.stderr);
  return failure("infra", `${what} failed on ${host}: ${space ? "the disk is full" : `exit code ${result.code}`}`, {
    detail: lastLines(result.stderr),
    hint: space ? makeRoom(host) : undefined,
  });
}

/** Returns the failure of a host whose Docker Engine does not answer. */
export function engineSilent(host: string, more: Pick<Failure, "detail"> = {}): Failure {
  return failure("infra", `The Docker Engine of ${host} does not answer`, {
    ...more,
    hint: onHost(host, "docker info"),
  });
}

/** Returns a hint for inspecting the sandbox of an unhealthy stack. */
export function lookHint({ plan, transport }: RunContext): string {
  return isKept(plan.cleanup, { outcome: "unhealthy", upTried: true })
    ? `e2e shell ${shortId(plan.project)} --host ${transport.name} opens a shell in the sandbox`
    : `e2e run ${quote(plan.root)} --host ${transport.name} --keep keeps the sandbox`;
}

/** Returns the failure of a run that reached its limit. */
export function runLimitFailure(run: RunContext): Failure {
  return stopFailure({ kind: "run-limit", limitMs: run.plan.contract.runTimeoutMs });
}
