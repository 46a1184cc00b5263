import type { Cleanup, Contract } from "../contract/contract.ts";
import type { Schedule } from "../result/run_header.ts";

/** Everything that is decided before a run begins. Times in milliseconds. */
export interface Plan {
  readonly runId: string;
  /** The compose project's name. */
  readonly project: string;
  readonly contract: Contract;
  /** The repository's root, here. */
  readonly root: string;
  /** The host's `E2E_HOME`; `""` for its own default. */
  readonly home: string;
  /** The contract's clean-up, or what the command line says instead. */
  readonly cleanup: Cleanup;
  /** Appended to the test command, quoted. */
  readonly testArgs: readonly string[];
  /** The contract's secrets with their values. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly leaseMs: number;
  /** How long a taken port is waited for. */
  readonly waitMs: number;
  /** Where collected logs and artifacts go, here. */
  readonly collectInto: string;
  /** `user@machine`. */
  readonly owner: string;
  readonly toolVersion: string;
  /** What starts the run; null when somebody does. */
  readonly schedule: Schedule | null;
}
