import { gitState } from "../repository/git_state.ts";
import { failure, type PhaseEnd } from "../result/phase.ts";
import type { CleanupResult, Result, TestResult } from "../result/result.ts";
import { listContainers } from "../sandbox/containers.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { holdKept } from "./hold_kept.ts";
import { orHostFailure, readHostState } from "./host_state.ts";
import type { RunFacts } from "./make_result.ts";
import type { Plan } from "./plan.ts";
import { Recorder } from "./recorder.ts";
import { reportRun } from "./report_run.ts";
import { resync, stackAgain } from "./resync.ts";
import type { RunContext } from "./run_context.ts";
import type { LifecycleOptions } from "./run_lifecycle.ts";
import { test } from "./test/test.ts";
import { whatAppeared } from "./what_appeared.ts";

/** Options of {@link retest}. */
type RetestOptions = Pick<LifecycleOptions, "report" | "signal" | "now" | "clean" | "cleanName"> & {
  readonly sandbox: Sandbox;
};

/** Time that a retest needs beside its tests. The sandbox is kept for at least that long. */
const AROUND_MS = 900_000;

/**
 * Runs the tests again in a kept sandbox, on the current files of the repository. The stack stays as it is, and the sandbox is
 * kept for another `keep_for`. `plan` is that of the sandbox's run. Throws a UserError when the sandbox is in use or not kept
 * (`busy`), is gone (`invalid`), or the host does not answer (`infra`).
 */
export async function retest(plan: Plan, options: RetestOptions): Promise<Result> {
  const { sandbox, report, signal, now, clean, cleanName = (name: string) => name } = options, { transport } = sandbox;
  const recorder = new Recorder(report, now), startedMs = now();
  const run: RunContext = { plan, transport, signal, recorder, startedMs, deadlineMs: Infinity, now, clean, cleanName };
  const { keepForMs, timeoutMs } = plan.contract;
  const hold = await holdKept(run, sandbox, { keepMs: Math.max(keepForMs, timeoutMs + AROUND_MS) });
  let isHeld = true;
  void hold.ended.then(() => isHeld = false);
  const kept_until = new Date(hold.keptUntilMs).toISOString();
  const facts: RunFacts = {
    git: gitState(plan.root, signal),
    cleanup: { decision: "kept", verified: true, leftovers: [], kept_until, note: null },
  };
  return await reportRun(run, report, async () => {
    try {
      await runPhases(run, sandbox, { facts, job: hold.job, isHeld: () => isHeld });
    } finally {
      await hold.release();
    }
    if (recorder.failures.length > 0 && (await readHostState(sandbox))?.isGone) facts.cleanup = REMOVED;
    return facts;
  });
}

/** What became of a sandbox that was removed during the retest. */
const REMOVED: CleanupResult = {
  decision: "down",
  verified: false,
  leftovers: [],
  kept_until: null,
  note: "The sandbox was removed during the retest",
};

async function runPhases(
  run: RunContext,
  sandbox: Sandbox,
  { facts, job, isHeld }: { readonly facts: RunFacts; readonly job: string; readonly isHeld: () => boolean },
): Promise<void> {
  const { recorder } = run;
  const before = readHostState(sandbox), containers = listContainers(sandbox);
  const checked = async <T>(end: Promise<PhaseEnd<T>>) => orHostFailure(run, sandbox, { before, end: await end });
  const synced = await recorder.phase("sync", () => resync(run, sandbox));
  const found = await containers;
  if (synced === undefined) return;
  facts.synced = synced;
  const stack = await recorder.phase("ready", () => checked(stackAgain(run, sandbox, found)));
  if (stack === undefined) return;
  facts.stack = stack;
  const onTest = (result: TestResult) => facts.test = result;
  // A running job locks the sandbox. Before that only the hold does.
  const tested = () => isHeld() ? checked(test(run, sandbox, { job, onTest })) : Promise.resolve(notHeld(run));
  await recorder.phase("test", tested);
  if (facts.test !== undefined) facts.appeared = await whatAppeared(run, sandbox, job);
}

function notHeld({ transport }: RunContext): PhaseEnd<void> {
  const why =
    `Lost the connection to ${transport.name} before the tests started: another user may be testing in the sandbox`;
  return failure("infra", why, { hint: "try again" });
}
