import type { Contract } from "../contract/contract.ts";
import { durationMs, formatDuration } from "../contract/duration.ts";
import { UserError } from "../errors.ts";
import { DEFAULT_LEASE_MS, type NewPlan, newPlan } from "../lifecycle/new_plan.ts";
import type { Plan } from "../lifecycle/plan.ts";
import { isMaskable } from "../secrets/masker.ts";
import type { Schedule } from "../result/run_header.ts";
import type { Context } from "../cli/context.ts";
import type { Repository } from "../cli/open_repository.ts";
import { triggerOf } from "./trigger.ts";

const SHORTEST_LEASE_MS = 3_000;

/** What the command line decides about a run. Times in milliseconds. */
export interface RunChoices {
  readonly keep?: boolean;
  readonly waitMs?: number | undefined;
  readonly leaseMs?: number | undefined;
  readonly testArgs?: readonly string[];
  /** The schedule that starts the run, if one does. */
  readonly schedule?: Schedule | undefined;
}

/** A run that is checked but not started: its plan without the id and the directory, which depend on the start time. */
export interface PlannedRun {
  readonly repository: Repository;
  readonly decided: Omit<NewPlan, "runsDirectory" | "nowMs">;
}

/**
 * Decides everything about a run before it begins. Throws a UserError for secrets that are not set or too short to be
 * masked, and for an invalid lease.
 */
export function planRun(repository: Repository, choices: RunChoices, context: Context): PlannedRun {
  const contract = withHubIds(repository.contract, context);
  return {
    repository: { root: repository.root, contract },
    decided: {
      cleanup: choices.keep ? "never" : contract.cleanup,
      testArgs: choices.testArgs ?? [],
      secrets: secretsOf(contract, context),
      leaseMs: leaseOf(choices, context),
      waitMs: choices.waitMs ?? 0,
      toolVersion: context.version,
      schedule: choices.schedule ?? null,
      trigger: triggerOf({ schedule: choices.schedule, env: context.env }),
    },
  };
}

/** Returns the plan of a run that starts now. Its id contains the time, and its directory has the name of the id. */
export function beginRun(
  { repository, decided }: PlannedRun,
  start: { readonly runsDirectory: string; readonly nowMs: number },
): Plan {
  return newPlan(repository, { ...decided, ...start });
}

/** Adds the state-hub's ids from the environment, where the contract has none. */
function withHubIds(contract: Contract, { env }: Context): Contract {
  const workstreamId = env("STATE_HUB_WORKSTREAM_ID"), taskId = env("STATE_HUB_TASK_ID");
  return {
    ...contract,
    stateHub: { ...(workstreamId && { workstreamId }), ...(taskId && { taskId }), ...contract.stateHub },
  };
}

function secretsOf(contract: Contract, { env }: Context): Readonly<Record<string, string>> {
  const missing = contract.secrets.filter((name) => env(name) === undefined), [first] = missing;
  if (first !== undefined) {
    const names = missing.map((name) => `"${name}"`).join(", ");
    throw new UserError(`The contract's secrets ${names} are not set in the environment`, {
      hint: `export ${first}=…`,
    });
  }
  const short = contract.secrets.find((name) => !isMaskable(env(name) ?? ""));
  if (short !== undefined) {
    throw new UserError(`The value of secret "${short}" is too short to be masked: expected at least 4 characters`, {
      hint: `export ${short}=…, or pass a value that is not secret with env: in e2e/e2e.yml`,
    });
  }
  return Object.fromEntries(contract.secrets.map((name) => [name, env(name) ?? ""]));
}

function leaseOf({ leaseMs }: RunChoices, { env }: Context): number {
  const text = env("E2E_LEASE") ?? "";
  if (leaseMs === undefined && text === "") return DEFAULT_LEASE_MS;
  const ms = leaseMs ?? durationMs(text);
  if (ms !== undefined && ms >= SHORTEST_LEASE_MS) return ms;
  const found = leaseMs === undefined ? `E2E_LEASE is "${text}"` : `--lease is ${formatDuration(leaseMs)}`;
  throw new UserError(
    `${found}: expected a duration of at least ${formatDuration(SHORTEST_LEASE_MS)}, such as 120 or 2m`,
  );
}
