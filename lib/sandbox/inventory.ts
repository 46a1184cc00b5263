import { tabRows } from "../files/tab_rows.ts";
import type { ExecResult } from "../host/exec.ts";

/** A part of a sandbox that is still on its host. */
interface Leftover {
  /** container, network, volume, image, process, mount (below the sandbox), directory, lock */
  readonly kind: string;
  readonly name: string;
}

/** What is left of a sandbox. `verified` is false when the host or its Docker Engine did not answer. */
export interface Inventory {
  readonly verified: boolean;
  readonly leftovers: readonly Leftover[];
  /** Why it is not verified. */
  readonly message?: string;
}

/**
 * Reads the output of `down.sh`: a line KIND<TAB>NAME for each leftover; exit code 0 none, 1 some, 4 and 75 unknown.
 */
export function readInventory(result: ExecResult): Inventory {
  const leftovers = tabRows(result.stdout).flatMap(([kind = "", ...name]) =>
    name.length === 0 ? [] : [{ kind, name: name.join(" ") }]
  );
  const isInventory = result.code === 0 || (result.code === 1 && leftovers.length > 0); // the script may fail with 1 too
  const verified = result.kind === "exited" && isInventory;
  return verified ? { verified, leftovers } : { verified, leftovers, message: why(result) };
}

function why(result: ExecResult): string {
  if (result.kind === "timed-out") return "the removal timed out";
  if (result.code === 4) return "the Docker Engine does not answer";
  if (result.code === 75) return "another removal has been running for two minutes";
  return result.stderr.trim() || `the removal script ended with exit code ${result.code}`;
}
