import { join } from "node:path";
import type { Result } from "../../result/result.ts";
import { reportWriteErrors } from "../../files/report_write_errors.ts";
import { runPaths } from "../../store/run_store.ts";
import { deliveryState, postpone, settle, waitsForHub, withDelivery } from "../../store/delivery_state.ts";
import type { HubAddress } from "./hub_address.ts";
import { post, type Posted, putPage } from "./post.ts";
import { progressEvent } from "./progress_event.ts";

/** Options of {@link deliver}. */
export interface DeliverOptions {
  readonly hub: HubAddress;
  /** Breaks the delivery off: a try that it cuts short was none. */
  readonly signal: AbortSignal;
  /** Ends the delivery: a try that it cuts short counts. */
  readonly limit?: AbortSignal;
  readonly now: () => number;
  /** Tries also what is not due yet. */
  readonly eager: boolean;
  /** The run that has just ended, with its result, which a full disk may have kept from its file. */
  readonly own?: { readonly path: string; readonly result: Result };
  /** Reads a run's result; undefined when it cannot be read. */
  readonly resultAt: (path: string) => Result | undefined;
  /** The page of a run, which goes along where the hub takes it; undefined when it cannot be made. */
  readonly pageAt: (path: string, result: Result) => Promise<string | undefined>;
}

/** What a delivery came to, by the directories of the runs. */
export interface Delivery {
  /** `note` says what the hub did not take along: the run's page. */
  readonly delivered: readonly { readonly path: string; readonly note: string | undefined }[];
  readonly refused: readonly { readonly path: string; readonly why: string }[];
  /** `taken`: the hub has the result, and not yet its page. */
  readonly waiting: readonly { readonly path: string; readonly why: string; readonly taken: boolean }[];
}

/** The hub has so long to take a result. */
const TRY_MS = 10_000;
/** And so long to take its page, which may be large. */
const PAGE_MS = 60_000;
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
  const refused: { path: string; why: string }[] = [];
  const waiting: { path: string; why: string; taken: boolean }[] = [];
  const { own, limit = new AbortController().signal } = options;
  const others = own === undefined ? limit : AbortSignal.any([limit, AbortSignal.timeout(OTHERS_MS)]);
  let silence: string | undefined;
  for (const path of waitingRuns(directory, own?.path)) {
    const posted = silence === undefined
      ? await tried(path, { ...options, limit: path === own?.path ? limit : others })
      : left(silence);
    if (posted === undefined) continue; // another tool was here
    if (posted.kind === "delivered") delivered.push({ path, note: posted.note });
    else if (posted.kind === "refused") refused.push({ path, why: posted.why });
    else waiting.push({ path, why: posted.why, taken: posted.taken ?? false });
    if (posted.kind === "later" && posted.silent && !others.aborted) silence = posted.why;
  }
  return { delivered, refused, waiting };
}

/** What was not tried. */
const left = (why: string): Posted => ({ kind: "later", why, silent: false, retryAfterMs: undefined });

type Limited = DeliverOptions & { readonly limit: AbortSignal };

/** Undefined for a run that was delivered or refused meanwhile. */
async function tried(path: string, options: Limited): Promise<Posted | undefined> {
  const { eager, now, signal, limit } = options, before = deliveryState(path);
  if (before.kind !== "waiting") return undefined;
  if (signal.aborted || limit.aborted || (!eager && before.nextMs > now())) return left(before.why);
  const work = async () => deliveryState(path).kind === "waiting" ? await deliverOne(path, options) : "settled";
  const became = await withDelivery(path, work, within(TRY_MS, options));
  return became === "settled" ? undefined : became ?? left("another tool is delivering it");
}

const within = (ms: number, { signal, limit }: Limited) => AbortSignal.any([signal, limit, AbortSignal.timeout(ms)]);

async function deliverOne(path: string, options: Limited): Promise<Posted> {
  const { hub, own } = options;
  const result = own?.path === path ? own.result : options.resultAt(path);
  if (result === undefined) {
    return marked(path, { kind: "refused", why: `${join(path, "result.json")} is of another version` }, options);
  }
  const posted = await post(hub, progressEvent(result), { key: result.run_id, signal: within(TRY_MS, options) });
  if (posted.kind !== "delivered" || posted.page === undefined) return marked(path, posted, options);
  const html = await options.pageAt(path, result);
  if (html === undefined) return marked(path, { ...posted, note: "its report cannot be made" }, options);
  const put = await putPage(hub, posted.page, { html, signal: within(PAGE_MS, options) });
  return marked(path, afterPut(put), options);
}

/** A page that is not wanted is let go; one that did not arrive is sent again, and stops no other run. */
function afterPut(put: Posted): Posted {
  if (put.kind === "later") return { ...put, silent: false, taken: true };
  return {
    kind: "delivered",
    page: undefined,
    ...put.kind === "refused" && { note: `its report was not taken: ${put.why}` },
  };
}

/** Notes what became of a try; one that was broken off is none. A full disk notes nothing, and breaks nothing. */
function marked(path: string, posted: Posted, { hub, now, signal }: DeliverOptions): Posted {
  const nowMs = now();
  reportWriteErrors(path, () => {})(() => {
    if (posted.kind === "later") {
      if (!signal.aborted) postpone(path, { ...posted, nowMs });
      return;
    }
    const why = (posted.kind === "refused" ? posted.why : posted.note) ?? "";
    settle(path, posted.kind, { hub: `${hub.url.origin}${hub.url.pathname}`, why, nowMs });
  });
  return posted;
}
