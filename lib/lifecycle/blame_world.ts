import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Outcome } from "../result/outcome.ts";
import type { PhaseEnd } from "../result/phase.ts";
import type { RunContext } from "./run_context.ts";
import { lookAtWorld, type World, worldFailure } from "./host_state.ts";

/** Outcomes that accuse the repository: before one stands, the world is asked whether it was the world. */
const ACCUSING: readonly Outcome[] = ["invalid", "unhealthy", "failed", "no-tests", "timed-out"];

/** The end of a phase, or, where it accuses the repository and the world has changed since `before`, the world's part in it. */
export async function blameWorld<T>(
  run: RunContext,
  sandbox: Sandbox,
  phase: { readonly before: Promise<World | undefined>; readonly end: Promise<PhaseEnd<T>> },
): Promise<PhaseEnd<T>> {
  const end = await phase.end;
  if (end.kind === "passed" || !ACCUSING.includes(end.outcome)) return end;
  const world = worldFailure(run, await phase.before, await lookAtWorld(sandbox));
  return world === undefined ? end : { ...world, detail: [end.message, ...(end.detail ?? [])] };
}
