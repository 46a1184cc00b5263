import { UserError } from "../errors.ts";
import { listContainers } from "../sandbox/containers.ts";
import { type Held, type Hold, holdSandbox } from "../sandbox/hold_sandbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { blameWorld } from "./blame_world.ts";
import type { Report } from "../result/event.ts";
import { gitState } from "../repository/git_state.ts";
import { type Facts, makeResult } from "./make_result.ts";
import { failure, type PhaseEnd } from "../result/phase.ts";
import type { Plan } from "./plan.ts";
import { Recorder } from "./recorder.ts";
import type { Result, TestResult } from "../result/result.ts";
import { resync, stackAgain } from "./resync.ts";
import { hostFailure, type RunContext } from "./run_context.ts";
import { test } from "./test/test.ts";
import { lookAtWorld } from "./host_state.ts";
import { whatAppeared } from "./what_appeared.ts";
import { shortId } from "../result/identity.ts";

/** What {@link retest} is given beside the plan, which is that of the sandbox's run. */
export interface RetestOptions {
  readonly sandbox: Sandbox;
  readonly report: Report;
  /** Fires when the user cancels; its reason is a `Stop`. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly clean: (path: string) => Promise<void>;
}

/** Longer than the tests may take: within it the sandbox must not go away under them. */
const AROUND_MS = 900_000;

/**
 * Runs the tests again in a kept sandbox, on what the repository holds now, as a job of its own. The stack stays as it is,
 * and the sandbox for another `keep_for`. Throws a UserError when it is in use or not kept (`busy`), is gone (`invalid`), or cannot be had (`infra`).
 */
export async function retest(plan: Plan, options: RetestOptions): Promise<Result> {
  const { sandbox, report, signal, now, clean } = options;
  const recorder = new Recorder(report, now), { transport } = sandbox;
  const facts: Facts = { startedMs: now(), git: gitState(plan.root) };
  const { keepForMs, timeoutMs, name: slug } = plan.contract;
  const run: RunContext = { plan, transport, signal, recorder, deadlineMs: Infinity, now, clean };
  const hold = heldBy(run, await holdSandbox(sandbox, { keepMs: Math.max(keepForMs, timeoutMs + AROUND_MS) }));
  let isHeld = true;
  void hold.ended.then(() => isHeld = false);
  const kept_until = new Date(hold.keptUntilMs).toISOString();
  facts.cleanup = { decision: "kept", verified: true, leftovers: [], kept_until, note: null };
  const { runId, project } = plan;
  report({ kind: "run-started", at: recorder.at(), runId, slug, project, host: transport.name });
  try {
    await attempt(run, sandbox, { facts, job: hold.job, isHeld: () => isHeld });
  } finally {
    await hold.release();
  }
  const result = await makeResult(run, facts);
  report({ kind: "run-ended", at: recorder.at(), result });
  return result;
}

async function attempt(
  run: RunContext,
  sandbox: Sandbox,
  { facts, job, isHeld }: { readonly facts: Facts; readonly job: string; readonly isHeld: () => boolean },
): Promise<void> {
  const { recorder } = run;
  const before = lookAtWorld(sandbox), containers = listContainers(sandbox);
  const inWorld = <T>(end: Promise<PhaseEnd<T>>) => blameWorld(run, sandbox, { before, end });
  const synced = await recorder.phase("sync", () => resync(run, sandbox));
  const found = await containers;
  if (synced === undefined) return;
  facts.synced = synced;
  const stack = await recorder.phase("ready", () => inWorld(stackAgain(run, sandbox, found)));
  if (stack === undefined) return;
  facts.stack = stack;
  const onTest = (result: TestResult) => facts.test = result;
  // A job that runs keeps others out by itself; before that only the hold does.
  const tested = () => isHeld() ? inWorld(test(run, sandbox, { job, onTest })) : Promise.resolve(notHeld(run));
  await recorder.phase("test", tested);
  if (facts.test !== undefined) facts.appeared = await whatAppeared(run, sandbox, job);
}

function notHeld({ transport }: RunContext): PhaseEnd<void> {
  const why = `The connection to ${transport.name} was lost before the tests began: somebody else may be testing there`;
  return failure("infra", why, { hint: "try again" });
}

/** What `hold.sh` answers. */
const NOT_KEPT = 3, GONE = 4, IN_USE = 75;

function heldBy(run: RunContext, held: Held): Hold {
  if (held.kind === "held") return held.hold;
  const { project } = run.plan, { result } = held, id = shortId(project);
  const code = result.kind === "exited" ? result.code : undefined;
  if (code === NOT_KEPT) {
    throw new UserError(`Cannot test in sandbox "${project}": its run goes on, a kept sandbox was wanted`, {
      outcome: "busy",
      hint: "e2e run --keep keeps one",
    });
  }
  if (code === IN_USE) {
    throw new UserError(`Cannot test in sandbox "${project}": other tests are running in it`, {
      outcome: "busy",
      hint: `try again, or e2e down ${id} ends them`,
    });
  }
  if (code === GONE) {
    throw new UserError(`Sandbox "${project}" is being taken down`, { hint: "e2e run --keep makes another" });
  }
  const { message, outcome, hint } = hostFailure(run, result, "Holding the sandbox");
  throw new UserError(message, { outcome: outcome === "infra" ? outcome : "invalid", ...(hint && { hint }) });
}
