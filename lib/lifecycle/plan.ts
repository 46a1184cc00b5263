import type { Cleanup, Contract } from "../contract/contract.ts";
import type { Schedule, Trigger } from "../result/run_header.ts";

/** Everything that is decided before a run starts. Durations are in milliseconds. */
export interface Plan {
  readonly runId: string;
  /** The compose project's name. */
  readonly project: string;
  readonly contract: Contract;
  /** The repository's root on this machine. */
  readonly root: string;
  /** The host's `E2E_HOME`; `""` for its own default. */
  readonly home: string;
  /** The clean-up policy, from the command line or the contract. */
  readonly cleanup: Cleanup;
  /** Appended to the test command, quoted. */
  readonly testArgs: readonly string[];
  /** The contract's secrets with their values. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly leaseMs: number;
  /** How long to wait for a port or network that is in use. */
  readonly waitMs: number;
  /** The directory on this machine for collected logs and artifacts. */
  readonly collectInto: string;
  /** `user@machine`. */
  readonly owner: string;
  readonly toolVersion: string;
  /** The schedule that starts the run; null when a user starts it. */
  readonly schedule: Schedule | null;
  readonly trigger: Trigger;
}
