import type { Transport } from "../host/transport.ts";
import { JOB } from "../sandbox/job.ts";
import { keepLease, type Lease } from "../sandbox/lease.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { blameWorld } from "./blame_world.ts";
import { collect } from "./collect/collect.ts";
import { decide } from "./decide.ts";
import { down, isKept, keep } from "./down/down.ts";
import type { Report } from "../result/event.ts";
import { reportFailingServices } from "./failing_services.ts";
import { type Facts, makeResult } from "./make_result.ts";
import { gitState } from "../repository/git_state.ts";
import { type Failure, failure, type PhaseEnd } from "../result/phase.ts";
import type { Plan } from "./plan.ts";
import { ready } from "./ready/ready.ts";
import { Recorder } from "./recorder.ts";
import type { CleanupResult, Result, TestResult } from "../result/result.ts";
import type { RunContext } from "./run_context.ts";
import { runLimit } from "./run_limit.ts";
import type { StopReason } from "../result/stop_reason.ts";
import { sync } from "./sync/sync.ts";
import { test } from "./test/test.ts";
import { up } from "./up/up.ts";
import { lookAtWorld } from "./host_state.ts";
import { whatAppeared } from "./what_appeared.ts";

/** What {@link runLifecycle} is given beside the plan. */
export interface LifecycleOptions {
  /** Is told everything that happens, in order. */
  readonly report: Report;
  /** Fires when the user cancels; its reason is a `Stop`. */
  readonly signal: AbortSignal;
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Takes the secrets out of a file that was brought here. */
  readonly clean: (path: string) => Promise<void>;
  /** The host is being tidied: what earlier runs left there may hold what the stack needs. */
  readonly tidied?: Promise<void>;
  /** Why the run cannot begin: it is told like any run, and its phases are skipped. */
  readonly refused?: Failure | undefined;
}

/** What a run has made on the host so far: it decides what `collect` and `down` have to do. */
type Made =
  | { readonly kind: "nothing" }
  | { readonly kind: "perhaps" }
  | { readonly kind: "sandbox"; readonly sandbox: Sandbox; readonly lease: Lease };

/** What is known of a run while it goes on. */
interface Progress {
  made: Made;
  readonly facts: Facts;
}

/**
 * Runs a plan on a host: sandbox, stack, health, tests, collection, removal. Always gives a result, also for a bug of ours;
 * whatever fails, what was made is removed, or kept where the plan says so.
 */
export async function runLifecycle(plan: Plan, transport: Transport, options: LifecycleOptions): Promise<Result> {
  const { now, report, clean } = options;
  const recorder = new Recorder(report, now);
  const progress: Progress = { made: { kind: "nothing" }, facts: { startedMs: now(), git: gitState(plan.root) } };
  const gone = new AbortController();
  const limit = runLimit(plan.contract.runTimeoutMs, progress.facts.startedMs);
  const signal = AbortSignal.any([options.signal, gone.signal, limit.signal]);
  const run: RunContext = { plan, transport, signal, recorder, deadlineMs: limit.deadlineMs, now, clean };
  const stop: StopReason = { kind: "sandbox-gone" };
  report({
    kind: "run-started",
    at: recorder.at(),
    runId: plan.runId,
    slug: plan.contract.name,
    project: plan.project,
    host: transport.name,
  });
  try {
    if (options.refused !== undefined) recorder.secondary(options.refused);
    else await attempt(run, progress, { tidied: options.tidied, onGone: () => gone.abort(stop) });
  } catch (error) {
    recorder.secondary(bug(error));
  }
  limit.clear();
  try {
    await finish(run, progress);
  } catch (error) {
    recorder.secondary(bug(error));
  }
  const result = await makeResult(run, progress.facts);
  report({ kind: "run-ended", at: recorder.at(), result });
  return result;
}

/** The phases from `sync` to `test`, each standing on what the one before has made. */
async function attempt(
  run: RunContext,
  progress: Progress,
  { tidied, onGone }: { readonly tidied: Promise<void> | undefined; readonly onGone: () => void },
): Promise<void> {
  const { recorder, plan } = run;
  const { facts } = progress;
  const synced = await recorder.phase("sync", () =>
    sync(run, {
      onFacts: (docker) => facts.docker = docker,
      onMake: () => progress.made = { kind: "perhaps" },
      onMade: (sandbox) =>
        progress.made = { kind: "sandbox", sandbox, lease: keepLease(sandbox, { leaseMs: plan.leaseMs, onGone }) },
    }));
  if (synced === undefined) return;
  await tidied;
  const { sandbox } = synced;
  facts.synced = synced;
  const before = lookAtWorld(sandbox);
  const inWorld = <T>(end: Promise<PhaseEnd<T>>) => blameWorld(run, sandbox, { before, end });
  const stack = await recorder.phase("up", () => inWorld(up(run, synced, (isolation) => facts.isolation = isolation)));
  if (stack === undefined) return;
  facts.stack = stack;
  const healthy = await recorder.phase("ready", () => inWorld(ready(run, stack, (checks) => facts.checks = checks)));
  if (healthy === undefined) return;
  const onTest = (result: TestResult) => facts.test = result;
  await recorder.phase("test", () => inWorld(test(run, healthy.sandbox, { job: JOB, onTest })));
}

/** Collects and removes, or keeps. Nothing here listens to the user's signal: it has its own time. */
async function finish(run: RunContext, { made, facts }: Progress): Promise<void> {
  const { recorder, plan } = run;
  const upTried = recorder.phases.some(({ name }) => name === "up");
  for (const name of ["sync", "up", "ready", "test"] as const) {
    if (!recorder.phases.some((phase) => phase.name === name)) recorder.skip(name);
  }
  const onCleanup = (cleanup: CleanupResult) => facts.cleanup = cleanup;
  if (made.kind !== "sandbox") {
    recorder.skip("collect");
    if (made.kind === "nothing") recorder.skip("down");
    else await recorder.phase("down", () => down(run, { dir: "", onCleanup }));
    return;
  }
  const { sandbox, lease } = made;
  onCleanup(UNKNOWN);
  try {
    if (upTried) {
      const testsBegan = recorder.phases.some(({ name, status }) => name === "test" && status !== "skipped");
      const appeared = testsBegan ? whatAppeared(run, sandbox, JOB) : null;
      await recorder.phase("collect", () => collect(run, sandbox, (collected) => facts.collected = collected));
      facts.appeared = await appeared;
      if (recorder.failures.length === 0) reportFailingServices(run, facts.collected?.containers ?? []);
    } else recorder.skip("collect");
  } catch (error) {
    recorder.secondary(bug(error)); // nothing keeps the sandbox from being removed
  }
  await lease.stop();
  const kept = isKept(plan.cleanup, { outcome: decide(recorder.failures).outcome, upTried });
  await recorder.phase(
    "down",
    () => kept ? keep(run, { sandbox, onCleanup }) : down(run, { dir: sandbox.dir, onCleanup }),
  );
}

/** Until the removal has told. */
const UNKNOWN: CleanupResult = { decision: "down", verified: false, leftovers: [], kept_until: null, note: null };

function bug(error: unknown) {
  const detail = error instanceof Error ? (error.stack ?? error.message).split("\n") : [String(error)];
  return failure("internal", `Internal error: ${detail[0]}`, {
    detail,
    hint: "this is a bug of the tool: please report it with these lines",
  });
}
