import { setTimeout } from "node:timers/promises";

/** Waits for a duration, or until the signal fires. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
