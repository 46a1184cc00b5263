import type { ExecResult } from "../host/exec.ts";

/** Something of a sandbox that is still on its host. */
export interface Leftover {
  /** container, network, volume, image, process, mount (below the sandbox), directory, lock */
  readonly kind: string;
  readonly name: string;
}

/** What is left of a sandbox. `verified` is false when the host could not be asked or the Docker Engine did not answer. */
export interface Inventory {
  readonly verified: boolean;
  readonly leftovers: readonly Leftover[];
  /** Why it is not verified, in the host's own words. */
  readonly message?: string;
}

/** Reads what `down.sh` prints: a line KIND, TAB, NAME for each thing; exit code 0 none, 1 some, 4 and 75 unknown. */
export function readInventory(result: ExecResult): Inventory {
  const leftovers = result.stdout.split("\n").filter((line) => line.includes("\t")).map((line) => {
    const [kind = "", ...name] = line.split("\t");
    return { kind, name: name.join(" ") };
  });
  const told = result.code === 0 || (result.code === 1 && leftovers.length > 0); // 1 without a word is no inventory
  const verified = result.kind === "exited" && told;
  return verified ? { verified, leftovers } : { verified, leftovers, message: why(result) };
}

function why(result: ExecResult): string {
  if (result.kind === "timed-out") return "the removal did not end in time";
  if (result.code === 4) return "the Docker Engine does not answer";
  if (result.code === 75) return "somebody else has been taking it down for two minutes";
  return result.stderr.trim() || `the removal script ended with ${result.code}`;
}
