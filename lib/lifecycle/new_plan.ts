import { hostname, userInfo } from "node:os";
import type { Contract } from "../contract/contract.ts";
import { newRunId, projectName } from "../result/identity.ts";
import type { Plan } from "./plan.ts";

/** How long a sandbox stays when nobody says any more that it is wanted, where nothing else is said. */
export const DEFAULT_LEASE_MS = 120_000;

/** What {@link newPlan} cannot know. */
export interface NewPlan extends Partial<Omit<Plan, "runId" | "project" | "contract" | "root" | "collectInto">> {
  /** A directory, here: logs and artifacts go into one of the run's id below it. */
  readonly runsDirectory: string;
  /** The time now, milliseconds since 1970: the run's id begins with it. */
  readonly nowMs: number;
}

/** A plan of a new run: with an id of its own, and what is not said as the contract and the defaults say it. */
export function newPlan(
  { root, contract }: { readonly root: string; readonly contract: Contract },
  { runsDirectory, nowMs, ...more }: NewPlan,
): Plan {
  const runId = newRunId(nowMs);
  return {
    runId,
    project: projectName(contract.name, runId),
    contract,
    root,
    home: "",
    cleanup: contract.cleanup,
    testArgs: [],
    secrets: {},
    leaseMs: DEFAULT_LEASE_MS,
    waitMs: 0,
    collectInto: `${runsDirectory}/${runId}`,
    owner: `${userInfo().username}@${hostname()}`,
    toolVersion: "",
    schedule: null,
    ...more,
  };
}
