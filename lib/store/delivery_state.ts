import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { tryLock } from "../files/try_lock.ts";
import { writeWhole } from "../files/write_whole.ts";

const settled = z.object({ at: z.iso.datetime(), hub: z.string(), why: z.string() });
const tried = z.object({ count: z.int().positive(), next_at: z.iso.datetime(), why: z.string() });

/** Where a run stands with the state-hub: files in the run's directory say so, and there is no other queue. */
export type DeliveryState =
  | { readonly kind: "delivered" }
  /** Set aside, with the hub's answer. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "waiting"; readonly tries: number; readonly nextMs: number; readonly why: string };

/** Reads where the run in directory `path` stands. A file that is there counts, also a torn one. */
export function deliveryState(path: string): DeliveryState {
  if (existsSync(join(path, "delivered"))) return { kind: "delivered" };
  if (existsSync(join(path, "refused"))) {
    return { kind: "refused", why: read(join(path, "refused"), settled)?.why ?? "its answer cannot be read" };
  }
  const last = read(join(path, "tries"), tried);
  if (last === undefined) return { kind: "waiting", tries: 0, nextMs: 0, why: "not tried yet" };
  return { kind: "waiting", tries: last.count, nextMs: Date.parse(last.next_at), why: last.why };
}

/** Whether a run has ended and waits for the state-hub. */
export function waitsForHub(path: string): boolean {
  return existsSync(join(path, "result.json")) && deliveryState(path).kind === "waiting";
}

/** Marks a run: nothing is left to be done. `hub` is the URL that took or refused it, or `none`. */
export function settle(
  path: string,
  kind: "delivered" | "refused",
  { hub, why, nowMs }: { readonly hub: string; readonly why: string; readonly nowMs: number },
): void {
  const mark: z.output<typeof settled> = { at: new Date(nowMs).toISOString(), hub, why };
  writeWhole(join(path, kind), `${JSON.stringify(mark)}\n`);
}

const FIRST_PAUSE_MS = 60_000, LONGEST_PAUSE_MS = 3_600_000;

/** Notes a try that came to nothing, and when the next one is due. */
export function postpone(
  path: string,
  { why, nowMs, retryAfterMs }: {
    readonly why: string;
    readonly nowMs: number;
    readonly retryAfterMs: number | undefined;
  },
): void {
  const state = deliveryState(path);
  const count = (state.kind === "waiting" ? state.tries : 0) + 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (count - 1));
  const note: z.output<typeof tried> = { count, next_at: new Date(nowMs + pauseMs).toISOString(), why };
  writeWhole(join(path, "tries"), `${JSON.stringify(note)}\n`);
}

/** Takes a refusal back: the run waits again. */
export function wantAgain(path: string): void {
  try {
    Deno.removeSync(join(path, "refused"));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // another tool was faster
  }
}

const PAUSE_MS = 100;

/**
 * Does `work` once no other tool delivers this run; undefined when the signal fires before. The lock is the kernel's: it goes
 * with the process, however that ends. Where there is no place for it, on a full disk, or no such locks, the run's key still
 * keeps one event from being two.
 */
export async function withDelivery<T>(
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

function read<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Deno.readTextFileSync(path))).data;
  } catch {
    return undefined;
  }
}
