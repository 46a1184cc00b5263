import type { Transport } from "../host/transport.ts";
import { type Inventory, readInventory } from "./inventory.ts";
import { unpackedArgv } from "./scripts.ts";

/** Longer than the removal script's own patience with a stuck engine or a lock. */
const REMOVAL_MS = 240_000;

/**
 * Takes a sandbox down and says what is left of it. Works with no more than the project's name: by label, with `dir` where
 * there is one (`""` otherwise). May be called again at any time, by anybody; a lock on the host keeps two from meeting.
 */
export async function removeSandbox(
  transport: Transport,
  options: { readonly project: string; readonly dir: string },
): Promise<Inventory> {
  const argv = unpackedArgv("down.sh", options.dir, options.project);
  return readInventory(await transport.run(argv, { timeoutMs: REMOVAL_MS }));
}
