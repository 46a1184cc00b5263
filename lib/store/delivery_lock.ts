import { join } from "node:path";
import { tryLock } from "../files/try_lock.ts";

const PAUSE_MS = 100;

/**
 * Runs `work` while no other process delivers this run; returns undefined when the signal aborts the wait. The kernel
 * releases the lock when the process ends. Without a lock (a full disk, a file system without locks) `work` runs anyway:
 * the run's key still prevents duplicate events at the hub.
 */
export async function withDeliveryLock<T>(
  path: string,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  using lock = await Deno.open(join(path, "delivery.lock"), { write: true, create: true }).catch(() => undefined);
  while (lock !== undefined && !await tryLock(lock).catch(() => true)) {
    if (signal.aborted) return undefined;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return await work();
}
