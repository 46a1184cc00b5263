import type { Transport } from "../host/transport.ts";
import { type Inventory, readInventory } from "./inventory.ts";
import { unpackedArgv } from "./scripts.ts";

/** Longer than the removal script waits for a stuck engine or for the lock. */
const REMOVAL_MS = 240_000;

/**
 * Removes a sandbox, and returns what is left of it. Finds everything by the project's name; `dir` may be `""`. May be called
 * again at any time: a lock on the host prevents two removals at once.
 */
export async function removeSandbox(
  transport: Transport,
  options: { readonly project: string; readonly dir: string },
): Promise<Inventory> {
  const argv = unpackedArgv("down.sh", options.dir, options.project);
  return readInventory(await transport.run(argv, { timeoutMs: REMOVAL_MS }));
}
