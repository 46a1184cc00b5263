import { hostname, userInfo } from "node:os";
import type { Contract } from "../contract/contract.ts";
import { newRunId, projectName } from "../result/identity.ts";
import type { Plan } from "./plan.ts";

/** The default lease: a sandbox is removed when its lease was not renewed for that long. */
export const DEFAULT_LEASE_MS = 120_000;

/** Options of {@link newPlan}. */
export interface NewPlan extends Partial<Omit<Plan, "runId" | "project" | "contract" | "root" | "collectInto">> {
  /** A directory on this machine. Logs and artifacts go to a directory below it, named by the run's id. */
  readonly runsDirectory: string;
  /** The current time, milliseconds since 1970. The run's id starts with it. */
  readonly nowMs: number;
}

/** Makes the plan of a new run, with a new id. Options that are missing come from the contract and the defaults. */
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
    trigger: "person",
    ...more,
  };
}
