import type { CleanupResult } from "../result/result.ts";
import type { PhaseEnd, PhaseName } from "../result/phase.ts";
import { JOB } from "../sandbox/job.ts";
import { keepLease } from "../sandbox/lease.ts";
import { collect } from "./collect/collect.ts";
import { decide } from "./decide.ts";
import { down, keep } from "./down/down.ts";
import { isKept } from "./down/is_kept.ts";
import { reportFailingServices } from "./failing_services.ts";
import { readHostState } from "./host_state.ts";
import type { Progress } from "./progress.ts";
import { ready } from "./ready/ready.ts";
import type { RunContext } from "./run_context.ts";
import { sync } from "./sync/sync.ts";
import { test } from "./test/test.ts";
import { up } from "./up/up.ts";
import { whatAppeared } from "./what_appeared.ts";

/** How one phase runs. */
interface Phase<T> {
  /** Returns what the phase needs from earlier phases; undefined when it is missing, so that the phase is skipped. */
  readonly needs: (progress: Progress, run: RunContext) => T | undefined;
  /** Runs the phase, and records its results in `progress`. */
  readonly run: (run: RunContext, progress: Progress, needed: T) => Promise<PhaseEnd<unknown>>;
}

/** A phase that is ready to run; undefined when it has to be skipped. */
type Start = (run: RunContext, progress: Progress) => (() => Promise<PhaseEnd<unknown>>) | undefined;

function phase<T>({ needs, run: how }: Phase<T>): Start {
  return (run, progress) => {
    const needed = needs(progress, run);
    return needed === undefined ? undefined : () => how(run, progress, needed);
  };
}

/** The phases of a run. They run in the order of `PHASES`. */
export const PHASE_TABLE: Readonly<Record<PhaseName, Start>> = {
  sync: phase({
    needs: (_, { recorder }) => recorder.failures.length === 0 ? true : undefined,
    run: async (run, progress) => {
      const end = await sync(run, {
        onFacts: (docker) => progress.facts.docker = docker,
        onMake: () => progress.made = { kind: "perhaps" },
        onMade: (sandbox) => {
          const lease = keepLease(sandbox, { leaseMs: run.plan.leaseMs, onGone: progress.onGone });
          progress.made = { kind: "sandbox", sandbox, lease };
        },
      });
      if (end.kind === "passed") progress.facts.synced = end.value;
      return end;
    },
  }),
  up: phase({
    needs: ({ facts }) => facts.synced,
    run: async (run, progress, synced) => {
      await progress.tidied; // sandboxes of earlier runs may hold what the stack needs
      progress.hostBefore = readHostState(synced.sandbox);
      const end = await up(run, synced, (isolation) => progress.facts.isolation = isolation);
      if (end.kind === "passed") progress.facts.stack = end.value;
      return end;
    },
  }),
  ready: phase({
    needs: ({ facts }) => facts.stack,
    run: async (run, progress, stack) => {
      const end = await ready(run, stack, (checks) => progress.facts.checks = checks);
      if (end.kind === "passed") progress.healthy = stack;
      return end;
    },
  }),
  test: phase({
    needs: ({ healthy }) => healthy,
    run: (run, { facts }, { sandbox }) => test(run, sandbox, { job: JOB, onTest: (result) => facts.test = result }),
  }),
  collect: phase({
    needs: ({ made }, { recorder }) => made.kind === "sandbox" && recorder.hasStarted("up") ? made.sandbox : undefined,
    run: async (run, { facts }, sandbox) => {
      const appeared = run.recorder.hasStarted("test") ? whatAppeared(run, sandbox, JOB) : null;
      const started = run.recorder.hasStarted("test") ? facts.stack?.containers ?? [] : [];
      const end = await collect(run, sandbox, { started, onCollected: (collected) => facts.collected = collected });
      facts.appeared = await appeared;
      const isGood = end.kind === "passed" && run.recorder.failures.length === 0;
      if (isGood) reportFailingServices(run, facts.collected?.containers ?? []);
      return end;
    },
  }),
  down: phase({
    needs: ({ made }) => made.kind === "nothing" ? undefined : made,
    run: async (run, { facts }, made) => {
      const onCleanup = (cleanup: CleanupResult) => facts.cleanup = cleanup;
      if (made.kind === "perhaps") return await down(run, { dir: "", onCleanup });
      const { sandbox, lease } = made, { recorder, plan } = run;
      onCleanup(UNKNOWN);
      await lease.stop();
      const { outcome } = decide(recorder.failures);
      const kept = isKept(plan.cleanup, { outcome, upTried: recorder.hasStarted("up") });
      return await (kept ? keep(run, { sandbox, onCleanup }) : down(run, { dir: sandbox.dir, onCleanup }));
    },
  }),
};

/** The clean-up's result until the host has answered. */
const UNKNOWN: CleanupResult = { decision: "down", verified: false, leftovers: [], kept_until: null, note: null };
