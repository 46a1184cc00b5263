import type { Result } from "../../lifecycle/result.ts";
import { careful } from "../careful.ts";
import { runPaths } from "../run_store.ts";
import { deliveryState, postpone, settle, waitsForHub, withDelivery } from "./delivery_state.ts";
import type { HubAddress } from "./hub_address.ts";
import { post, type Posted, putPage } from "./post.ts";
import { progressEvent } from "./progress_event.ts";

/** Options of {@link deliver}. */
export interface DeliverOptions {
  readonly hub: HubAddress;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Tries also what is not due yet. */
  readonly eager: boolean;
  /** Reads a run's result; undefined when it cannot be read. */
  readonly resultAt: (path: string) => Result | undefined;
  /** The page of a run, which goes along where the hub takes it. */
  readonly pageAt: (path: string) => string | undefined;
}

/** What a delivery came to: the directories of the runs that were delivered or refused, and why the rest waits. */
export interface Delivery {
  readonly delivered: readonly string[];
  readonly refused: readonly { readonly path: string; readonly why: string }[];
  readonly waiting: readonly { readonly path: string; readonly why: string }[];
}

/** A try of one run has so long. */
const TRY_MS = 10_000;

/** The directories of the runs that have ended and wait for the state-hub, the oldest first. */
export function waitingRuns(directory: string): readonly string[] {
  return runPaths(directory).filter(waitsForHub);
}

/**
 * Delivers what waits in a runs directory, the oldest first. A hub that does not answer is asked no more. What a disk does
 * not let be marked stays waiting: sent again, it has the same key.
 */
export async function deliver(directory: string, options: DeliverOptions): Promise<Delivery> {
  const delivered: string[] = [],
    refused: { path: string; why: string }[] = [],
    waiting: { path: string; why: string }[] = [];
  let silence: string | undefined;
  for (const path of waitingRuns(directory)) {
    const state = deliveryState(path);
    if (state.kind !== "waiting") continue; // another tool was here
    const isDue = options.eager || state.nextMs <= options.now();
    const posted = silence === undefined && isDue && !options.signal.aborted
      ? await withDelivery(path, () => deliverOne(path, options))
      : undefined;
    if (posted?.kind === "delivered") delivered.push(path);
    else if (posted?.kind === "refused") refused.push({ path, why: posted.why });
    else waiting.push({ path, why: posted?.why ?? silence ?? state.why });
    if (posted?.kind === "later" && posted.silent) silence = posted.why;
  }
  return { delivered, refused, waiting };
}

async function deliverOne(path: string, options: DeliverOptions): Promise<Posted | undefined> {
  if (deliveryState(path).kind !== "waiting") return undefined;
  const { hub } = options;
  const result = options.resultAt(path);
  if (result === undefined) return marked(path, { kind: "refused", why: "result.json cannot be read" }, options);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TRY_MS)]);
  const posted = await post(hub, progressEvent(result), { key: result.run_id, signal });
  const html = posted.kind === "delivered" && posted.page !== undefined ? options.pageAt(path) : undefined;
  if (posted.kind === "delivered" && posted.page !== undefined && html !== undefined) {
    await putPage(hub, posted.page, { html, signal });
  }
  return marked(path, posted, options);
}

/** Notes what became of a try. A full disk notes nothing, and breaks nothing. */
function marked<P extends Posted>(path: string, posted: P, { hub, now }: DeliverOptions): P {
  const nowMs = now();
  careful(path, () => {})(() => {
    if (posted.kind === "later") return postpone(path, { ...posted, nowMs });
    const why = posted.kind === "refused" ? posted.why : "";
    settle(path, posted.kind, { hub: hub.url.href, why, nowMs });
  });
  return posted;
}
