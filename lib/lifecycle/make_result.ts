import type { HostFacts } from "../sandbox/host_facts.ts";
import type { Container } from "../sandbox/containers.ts";
import type { Collected } from "./collect/collect.ts";
import { decide } from "./decide.ts";
import { toProblem } from "./recorder.ts";
import {
  type CheckResult,
  type CleanupResult,
  type Result,
  resultSchema,
  type ServiceResult,
  type TestResult,
} from "../result/result.ts";
import { runHeader } from "../result/run_header.ts";
import type { RunContext } from "./run_context.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import type { Synced } from "./sync/send_tree.ts";
import type { Isolation, Stack } from "./up/up.ts";

/** What the phases have found out so far. */
export interface RunFacts {
  readonly git: Promise<Result["git"]>;
  docker?: HostFacts;
  synced?: Synced;
  isolation?: Isolation;
  stack?: Stack;
  checks?: readonly CheckResult[];
  test?: TestResult;
  collected?: Collected;
  appeared?: Result["appeared"];
  cleanup?: CleanupResult;
}

const NOTHING_MADE: CleanupResult = {
  decision: "nothing-made",
  verified: true,
  leftovers: [],
  kept_until: null,
  note: null,
};

/** Makes the result of a run, and checks it against its schema. */
export async function makeResult(run: RunContext, facts: RunFacts): Promise<Result> {
  const { plan, recorder } = run;
  const { contract } = plan;
  const { outcome, reason, secondary } = decide(recorder.failures);
  const containers = facts.collected?.containers ?? facts.stack?.containers ?? [];
  return resultSchema.parse({
    schema_version: 1,
    ...runHeader(plan, { host: run.transport.name, startedMs: run.startedMs }),
    git: await facts.git,
    ended_at: recorder.at(),
    duration_ms: Math.max(0, Math.round(run.now() - run.startedMs)),
    outcome,
    exit_code: exitCodeAfter(outcome, run.signal),
    reason: reason === undefined ? null : toProblem(reason),
    secondary: secondary.map(toProblem),
    phases: recorder.phases,
    checks: [...(facts.checks ?? [])],
    test: facts.test ?? null,
    services: containers.map(serviceResult),
    docker: facts.docker ?? null,
    isolation: {
      ports: contract.ports,
      address: facts.isolation?.address ?? null,
      published: { ...facts.stack?.published },
      changes: [...(facts.isolation?.changes ?? [])],
    },
    sent: facts.synced?.sent ?? null,
    tree: facts.synced?.tree ?? null,
    collected: { files: [...(facts.collected?.files ?? [])], cut: [...(facts.collected?.cut ?? [])] },
    appeared: facts.appeared ?? null,
    cleanup: facts.cleanup ?? NOTHING_MADE,
  });
}

function serviceResult(container: Container): ServiceResult {
  const { service, name, image, imageId, state, health, exitCode, oomKilled, restarts } = container;
  const ended = state === "exited" || state === "dead";
  return {
    service,
    container: name,
    image,
    image_id: imageId,
    state,
    health: health ?? null,
    exit_code: ended ? exitCode : null,
    oom_killed: oomKilled,
    restarts,
  };
}
