import type { Contract } from "../contract/contract.ts";
import { durationMs, formatDuration } from "../contract/duration.ts";
import { UserError } from "../errors.ts";
import { DEFAULT_LEASE_MS, newPlan } from "../lifecycle/new_plan.ts";
import type { Plan } from "../lifecycle/plan.ts";
import type { Schedule } from "../result/run_header.ts";
import type { Context } from "../cli/context.ts";

const SHORTEST_LEASE_MS = 3_000;

/** What the command line says of a run. Times in milliseconds. */
export interface RunOptions {
  readonly keep: boolean;
  readonly waitMs: number | undefined;
  readonly leaseMs: number | undefined;
  readonly testArgs: readonly string[];
  /** What starts the run, when nobody does. */
  readonly schedule?: Schedule | undefined;
}

/** Decides everything about a run before it begins. Throws a UserError for a secret that is not set and a lease that is no duration. */
export function runPlan(
  repository: { readonly root: string; readonly contract: Contract },
  options: RunOptions,
  context: Context & { readonly runsDirectory: string },
): Plan {
  const { root } = repository, contract = withIds(repository.contract, context);
  return newPlan({ root, contract }, {
    runsDirectory: context.runsDirectory,
    nowMs: context.now(),
    cleanup: options.keep ? "never" : contract.cleanup,
    testArgs: options.testArgs,
    secrets: secrets(contract, context),
    leaseMs: leaseOf(options, context),
    waitMs: options.waitMs ?? 0,
    toolVersion: context.version,
    schedule: options.schedule ?? null,
  });
}

/** What the contract does not say of the state-hub, the environment may. */
function withIds(contract: Contract, { env }: Context): Contract {
  const workstreamId = env("STATE_HUB_WORKSTREAM_ID"), taskId = env("STATE_HUB_TASK_ID");
  return {
    ...contract,
    stateHub: { ...(workstreamId && { workstreamId }), ...(taskId && { taskId }), ...contract.stateHub },
  };
}

function secrets(contract: Contract, context: Context): Readonly<Record<string, string>> {
  const missing = contract.secrets.filter((name) => context.env(name) === undefined);
  if (missing.length > 0) {
    const [one = ""] = missing;
    throw new UserError(
      `The contract's secrets ${missing.map((name) => `"${name}"`).join(", ")} are not set in the environment`,
      {
        hint: `export ${one}=…`,
      },
    );
  }
  return Object.fromEntries(contract.secrets.map((name) => [name, context.env(name) ?? ""]));
}

function leaseOf({ leaseMs }: RunOptions, context: Context): number {
  const text = context.env("E2E_LEASE") ?? "";
  if (leaseMs === undefined && text === "") return DEFAULT_LEASE_MS;
  const ms = leaseMs ?? durationMs(text);
  if (ms !== undefined && ms >= SHORTEST_LEASE_MS) return ms;
  throw new UserError(
    `${
      leaseMs === undefined ? `E2E_LEASE is "${text}"` : `--lease is ${formatDuration(leaseMs)}`
    }: a duration of at least ${formatDuration(SHORTEST_LEASE_MS)} was wanted, such as 120 or 2m`,
  );
}
