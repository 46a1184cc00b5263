import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "../files/parse_json.ts";
import { readText } from "../files/read_text.ts";
import { writeWhole } from "../files/write_whole.ts";

const mark = z.object({ at: z.iso.datetime(), hub: z.string(), why: z.string() });
const tries = z.object({ count: z.int().positive(), next_at: z.iso.datetime(), why: z.string() });

/** The delivery of a run's result to the state-hub. Files in the run's directory record it; there is no other queue. */
export type DeliveryState =
  | { readonly kind: "delivered" }
  /** The hub refused the result; `why` is its answer. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "waiting"; readonly tries: number; readonly nextMs: number; readonly why: string };

/** Reads the delivery state of the run in directory `path`. A mark counts even when its file is incomplete. */
export function deliveryState(path: string): DeliveryState {
  if (existsSync(join(path, "delivered"))) return { kind: "delivered" };
  if (existsSync(join(path, "refused"))) {
    return { kind: "refused", why: read(join(path, "refused"), mark)?.why ?? "cannot read the hub's answer" };
  }
  const last = read(join(path, "tries"), tries);
  if (last === undefined) return { kind: "waiting", tries: 0, nextMs: 0, why: "not tried yet" };
  return { kind: "waiting", tries: last.count, nextMs: Date.parse(last.next_at), why: last.why };
}

/** Returns whether a run has ended and its result is undelivered. */
export function waitsForHub(path: string): boolean {
  return existsSync(join(path, "result.json")) && deliveryState(path).kind === "waiting";
}

/** Marks a run's result as delivered or refused, so that it is not sent again. `hub` is the hub's URL, or `none`. */
export function settle(
  path: string,
  kind: "delivered" | "refused",
  { hub, why, nowMs }: { readonly hub: string; readonly why: string; readonly nowMs: number },
): void {
  const content: z.output<typeof mark> = { at: new Date(nowMs).toISOString(), hub, why };
  writeWhole(join(path, kind), `${JSON.stringify(content)}\n`);
}

const FIRST_PAUSE_MS = 60_000, LONGEST_PAUSE_MS = 3_600_000;

/**
 * Records a failed try and the time of the next one. Without `retryAfterMs` the pause doubles with each try, from one minute
 * up to one hour.
 */
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
  const content: z.output<typeof tries> = { count, next_at: new Date(nowMs + pauseMs).toISOString(), why };
  writeWhole(join(path, "tries"), `${JSON.stringify(content)}\n`);
}

/** Removes the mark of a refused result, so that it is sent again. */
export function clearRefusal(path: string): void {
  remove(join(path, "refused"));
}

/** Removes all marks of a delivery, because the run has another result. */
export function clearMarks(path: string): void {
  for (const name of ["delivered", "refused", "tries"]) remove(join(path, name));
}

function remove(file: string): void {
  try {
    Deno.removeSync(file);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // another process removed it first
  }
}

function read<T>(path: string, schema: z.ZodType<T>): T | undefined {
  return schema.safeParse(parseJson(readText(path))).data;
}
