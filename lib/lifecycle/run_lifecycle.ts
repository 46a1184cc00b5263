import type { Transport } from "../host/transport.ts";
import { gitState } from "../repository/git_state.ts";
import type { Report } from "../result/event.ts";
import { ATTEMPT_PHASES, END_PHASES, type Failure, type PhaseEnd, type PhaseName } from "../result/phase.ts";
import type { Result } from "../result/result.ts";
import type { StopReason } from "../result/stop_reason.ts";
import { orHostFailure } from "./host_state.ts";
import type { RunFacts } from "./make_result.ts";
import { PHASE_TABLE } from "./phases.ts";
import type { Plan } from "./plan.ts";
import type { Progress } from "./progress.ts";
import { Recorder } from "./recorder.ts";
import { reportRun } from "./report_run.ts";
import type { RunContext } from "./run_context.ts";
import { runLimit } from "./run_limit.ts";

/** Options of {@link runLifecycle}. */
export interface LifecycleOptions {
  /** Receives all events, in order. */
  readonly report: Report;
  /** Fires when the user cancels; its reason is a `StopReason`. */
  readonly signal: AbortSignal;
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Masks the secrets in a file that was collected. */
  readonly clean: (path: string) => Promise<void>;
  /** Masks secrets in the name of a file. */
  readonly cleanName?: (name: string) => string;
  /** Resolves when the host was swept for expired sandboxes, which may hold what the stack needs. */
  readonly tidied?: Promise<void>;
  /** Why the run cannot start. It is reported like any other run, with all phases skipped. */
  readonly refused?: Failure | undefined;
}

/**
 * Runs a plan on a host: syncs the repository into a sandbox, starts the stack, waits until it is healthy, runs the tests,
 * collects logs and artifacts, and removes the sandbox or keeps it, as the plan says. Always returns a result, also after an
 * internal error, and always cleans up.
 */
export async function runLifecycle(plan: Plan, transport: Transport, options: LifecycleOptions): Promise<Result> {
  const { now, report, clean, cleanName = (name: string) => name, tidied, refused } = options, startedMs = now();
  const limit = runLimit(plan.contract.runTimeoutMs, startedMs), gone = new AbortController();
  const signal = AbortSignal.any([options.signal, gone.signal, limit.signal]), { deadlineMs } = limit;
  const recorder = new Recorder(report, now);
  const run: RunContext = { plan, transport, signal, recorder, startedMs, deadlineMs, now, clean, cleanName };
  const facts: RunFacts = { git: gitState(plan.root, signal) }, stop: StopReason = { kind: "sandbox-gone" };
  const progress: Progress = { made: { kind: "nothing" }, facts, tidied, onGone: () => gone.abort(stop) };
  return await reportRun(run, report, async () => {
    if (refused !== undefined) recorder.fail(refused);
    await runPhases(ATTEMPT_PHASES, run, progress);
    limit.clear();
    await runPhases(END_PHASES, run, progress);
    return facts;
  });
}

/** Runs phases in order. Those that need something that earlier phases did not make are skipped. */
async function runPhases(names: readonly PhaseName[], run: RunContext, progress: Progress): Promise<void> {
  for (const name of names) {
    const start = PHASE_TABLE[name](run, progress);
    if (start === undefined) run.recorder.skip(name);
    else await run.recorder.phase(name, async () => await checkHost(run, progress, await start()));
  }
}

/** Returns the end of a phase, or the failure of the host if that explains it. */
async function checkHost<T>(run: RunContext, { made, hostBefore }: Progress, end: PhaseEnd<T>): Promise<PhaseEnd<T>> {
  if (made.kind !== "sandbox" || hostBefore === undefined) return end;
  return await orHostFailure(run, made.sandbox, { before: hostBefore, end });
}
