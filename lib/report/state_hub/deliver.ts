import { join } from "node:path";
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
  /** The run that has just ended, with its result, which a full disk may have kept from its file. */
  readonly own?: { readonly path: string; readonly result: Result };
  /** Reads a run's result; undefined when it cannot be read. */
  readonly resultAt: (path: string) => Result | undefined;
  /** The page of a run, which goes along where the hub takes it. */
  readonly pageAt: (path: string, result: Result) => Promise<string>;
}

/** What a delivery came to, by the directories of the runs. */
export interface Delivery {
  /** `note` says what the hub did not take along: the run's page. */
  readonly delivered: readonly { readonly path: string; readonly note: string | undefined }[];
  readonly refused: readonly { readonly path: string; readonly why: string }[];
  readonly waiting: readonly { readonly path: string; readonly why: string }[];
}

/** A try of one run has so long. */
const TRY_MS = 10_000;
/** What waits from earlier leaves the run that has just ended some time. */
const OTHERS_MS = 5_000;
/** What was tried so often goes behind what was not: it may be the reason why the hub does not answer. */
const STUBBORN_TRIES = 3;

/** The directories of the runs that have ended and wait for the state-hub, the oldest first, and last the stubborn ones. */
export function waitingRuns(directory: string, own?: string): readonly string[] {
  const paths = runPaths(directory).filter((path) => path === own || waitsForHub(path));
  const isStubborn = (path: string) => {
    const state = deliveryState(path);
    return state.kind === "waiting" && state.tries >= STUBBORN_TRIES;
  };
  return [...paths.filter((path) => !isStubborn(path)), ...paths.filter(isStubborn)];
}

/**
 * Delivers what waits in a runs directory, the oldest first. A hub that does not answer is asked no more. What a disk does
 * not let be marked stays waiting: sent again, it has the same key.
 */
export async function deliver(directory: string, options: DeliverOptions): Promise<Delivery> {
  const delivered: { path: string; note: string | undefined }[] = [];
  const refused: { path: string; why: string }[] = [], waiting: { path: string; why: string }[] = [];
  const { own, signal } = options;
  const others = own === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(OTHERS_MS)]);
  let silence: string | undefined;
  for (const path of waitingRuns(directory, own?.path)) {
    const posted = silence === undefined
      ? await tried(path, { ...options, signal: path === own?.path ? signal : others })
      : { kind: "later" as const, why: silence, silent: true };
    if (posted === undefined) continue; // another tool was here
    if (posted.kind === "delivered") delivered.push({ path, note: posted.note });
    else (posted.kind === "refused" ? refused : waiting).push({ path, why: posted.why });
    if (posted.kind === "later" && posted.silent && (signal.aborted || !others.aborted)) silence = posted.why;
  }
  return { delivered, refused, waiting };
}

type Tried = Posted | { readonly kind: "later"; readonly why: string; readonly silent: boolean };

/** Undefined for a run that was delivered or refused meanwhile. */
async function tried(path: string, options: DeliverOptions): Promise<Tried | undefined> {
  const { eager, now, signal } = options, before = deliveryState(path);
  if (before.kind !== "waiting") return undefined;
  const left = (why: string) => ({ kind: "later" as const, why, silent: false });
  if (signal.aborted || (!eager && before.nextMs > now())) return left(before.why);
  const work = async () => deliveryState(path).kind === "waiting" ? await deliverOne(path, options) : undefined;
  return await withDelivery(path, work, signal);
}

async function deliverOne(path: string, options: DeliverOptions): Promise<Posted> {
  const { hub, own } = options;
  const result = own?.path === path ? own.result : options.resultAt(path);
  if (result === undefined) {
    return marked(path, { kind: "refused", why: `${join(path, "result.json")} is of another version` }, options);
  }
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TRY_MS)]);
  const posted = await post(hub, progressEvent(result), { key: result.run_id, signal });
  if (posted.kind !== "delivered" || posted.page === undefined) return marked(path, posted, options);
  const put = await putPage(hub, posted.page, { html: await options.pageAt(path, result), signal });
  return marked(
    path,
    put.kind === "refused" ? { ...posted, note: `its report was not taken: ${put.why}` } : put,
    options,
  );
}

/** Notes what became of a try; one that was broken off is none. A full disk notes nothing, and breaks nothing. */
function marked(path: string, posted: Posted, { hub, now, signal }: DeliverOptions): Posted {
  const nowMs = now();
  careful(path, () => {})(() => {
    if (posted.kind === "later") {
      if (!signal.aborted) postpone(path, { ...posted, nowMs });
      return;
    }
    const why = (posted.kind === "refused" ? posted.why : posted.note) ?? "";
    settle(path, posted.kind, { hub: `${hub.url.origin}${hub.url.pathname}`, why, nowMs });
  });
  return posted;
}
