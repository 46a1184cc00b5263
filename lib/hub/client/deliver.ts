import { join } from "node:path";
import type { Result } from "../../result/result.ts";
import { reportWriteErrors } from "../../files/report_write_errors.ts";
import { runPaths } from "../../store/list_runs.ts";
import { deliveryState, postpone, settle, waitsForHub } from "../../store/delivery_state.ts";
import { withDeliveryLock } from "../../store/delivery_lock.ts";
import type { HubAddress } from "./hub_address.ts";
import { post, type Posted, putPage } from "./post.ts";
import { progressEvent } from "./progress_event.ts";

/** Options of {@link deliver}. */
export interface DeliverOptions {
  readonly hub: HubAddress;
  /** Cancels the delivery. A request that it interrupts does not count as a try. */
  readonly signal: AbortSignal;
  /** Limits the delivery. A request that it interrupts counts as a try. */
  readonly limit?: AbortSignal;
  readonly now: () => number;
  /** Also sends results whose next try is not due yet. */
  readonly eager: boolean;
  /** The run that has just ended. Its result is passed here, because a full disk may have prevented writing its file. */
  readonly own?: { readonly path: string; readonly result: Result };
  /** Reads a run's result; returns undefined when it cannot be read. */
  readonly resultAt: (path: string) => Result | undefined;
  /** Returns the report of a run, for a hub that accepts reports; undefined when it cannot be created. */
  readonly pageAt: (path: string, result: Result) => Promise<string | undefined>;
}

/** The outcome of a delivery. `path` is the directory of a run. */
export interface Delivery {
  /** `note`: why the hub does not have the report. */
  readonly delivered: readonly { readonly path: string; readonly note: string | undefined }[];
  readonly refused: readonly { readonly path: string; readonly why: string }[];
  /** `taken`: the hub has the result, but not yet the report. */
  readonly waiting: readonly { readonly path: string; readonly why: string; readonly taken: boolean }[];
}

/** The time limit for sending a result. */
const TRY_MS = 10_000;
/** The time limit for sending a report, which can be large. */
const PAGE_MS = 60_000;
/** The time limit for all earlier results, so that the run that has just ended is sent too. */
const OTHERS_MS = 5_000;
/** A result with this many failed tries is sent last: it may be the cause of the failures. */
const STUBBORN_TRIES = 3;

/** Returns the directories of runs with undelivered results, oldest first; those with many failed tries come last. */
export function waitingRuns(directory: string, own?: string): readonly string[] {
  const paths = runPaths(directory).filter((path) => path === own || waitsForHub(path));
  const isStubborn = (path: string) => {
    const state = deliveryState(path);
    return state.kind === "waiting" && state.tries >= STUBBORN_TRIES;
  };
  return [...paths.filter((path) => !isStubborn(path)), ...paths.filter(isStubborn)];
}

/**
 * Delivers the undelivered results in a runs directory, in the order of {@link waitingRuns}. Stops when the hub does not
 * answer. A result that cannot be marked as delivered, for example on a full disk, is sent again later, with the same key.
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
      ? await tryOne(path, { ...options, limit: path === own?.path ? limit : others })
      : notSent(silence);
    if (posted === undefined) continue; // another process delivered it
    if (posted.kind === "delivered") delivered.push({ path, note: posted.note });
    else if (posted.kind === "refused") refused.push({ path, why: posted.why });
    else waiting.push({ path, why: posted.why, taken: posted.taken ?? false });
    if (posted.kind === "later" && posted.silent && !others.aborted) silence = posted.why;
  }
  return { delivered, refused, waiting };
}

/** A result that was not sent. */
const notSent = (why: string): Posted => ({ kind: "later", why, silent: false, retryAfterMs: undefined });

type Limited = DeliverOptions & { readonly limit: AbortSignal };

/** Delivers one run unless it is not due; returns undefined when another process delivered it or the hub refused it meanwhile. */
async function tryOne(path: string, options: Limited): Promise<Posted | undefined> {
  const { eager, now, signal, limit } = options, before = deliveryState(path);
  if (before.kind !== "waiting") return undefined;
  if (signal.aborted || limit.aborted || (!eager && before.nextMs > now())) return notSent(before.why);
  const work = async () => deliveryState(path).kind === "waiting" ? await deliverOne(path, options) : "settled";
  const became = await withDeliveryLock(path, work, within(TRY_MS, options));
  return became === "settled" ? undefined : became ?? notSent("another process is delivering it");
}

const within = (ms: number, { signal, limit }: Limited) => AbortSignal.any([signal, limit, AbortSignal.timeout(ms)]);

async function deliverOne(path: string, options: Limited): Promise<Posted> {
  const { hub, own } = options;
  const result = own?.path === path ? own.result : options.resultAt(path);
  if (result === undefined) {
    return marked(
      path,
      { kind: "refused", why: `another version of the tool wrote ${join(path, "result.json")}` },
      options,
    );
  }
  const posted = await post(hub, progressEvent(result), { key: result.run_id, signal: within(TRY_MS, options) });
  if (posted.kind !== "delivered" || posted.page === undefined) return marked(path, posted, options);
  const html = await options.pageAt(path, result);
  if (html === undefined) return marked(path, { ...posted, note: "cannot create its report" }, options);
  const put = await putPage(hub, posted.page, { html, signal: within(PAGE_MS, options) });
  return marked(path, afterPut(put), options);
}

/** A refused report is not sent again. After a failed request, the report is sent again later, and other runs are still delivered. */
function afterPut(put: Posted): Posted {
  if (put.kind === "later") return { ...put, silent: false, taken: true };
  return {
    kind: "delivered",
    page: undefined,
    ...put.kind === "refused" && { note: `its report was refused: ${put.why}` },
  };
}

/** Records the outcome of a try, unless it was cancelled. A write error, for example on a full disk, is ignored. */
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
