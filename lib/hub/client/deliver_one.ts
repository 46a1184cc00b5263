import { basename, join } from "node:path";
import { reportWriteErrors } from "../../files/report_write_errors.ts";
import { isAbandoned } from "../../result/abandoned.ts";
import type { Result } from "../../result/result.ts";
import { postpone, settle } from "../../store/delivery_state.ts";
import { storedEvent } from "../../store/stored_events.ts";
import type { HubAddress } from "./hub_address.ts";
import { post, type Posted, putReport } from "./post.ts";
import { progressEvent } from "./progress_event.ts";

/** Options of a delivery. */
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

/** {@link DeliverOptions} with the limit for one run. */
export type LimitedOptions = DeliverOptions & { readonly limit: AbortSignal };

const RESULT_MS = 10_000;
/** A report can be large. */
const REPORT_MS = 60_000;

/** Returns a signal that aborts when the time for sending one result is over. */
export const resultLimit = (options: LimitedOptions): AbortSignal => within(RESULT_MS, options);

const within = (ms: number, { signal, limit }: LimitedOptions) =>
  AbortSignal.any([signal, limit, AbortSignal.timeout(ms)]);

/**
 * Sends the event in directory `path`, or the result of the run there, and its report if the hub accepts one. Records the outcome in the
 * directory.
 */
export async function deliverOne(path: string, options: LimitedOptions): Promise<Posted> {
  const { hub, own } = options, event = storedEvent(path);
  if (event !== undefined) {
    return recorded(path, await post(hub, event, { key: basename(path), signal: resultLimit(options) }), options);
  }
  const result = own?.path === path ? own.result : options.resultAt(path);
  if (result === undefined) return recorded(path, unreadable(path), options);
  const posted = await post(hub, progressEvent(result), { key: keyOf(result), signal: resultLimit(options) });
  if (posted.kind !== "delivered" || posted.reportUrl === undefined) return recorded(path, posted, options);
  const html = await options.pageAt(path, result);
  if (html === undefined) return recorded(path, { ...posted, note: "cannot create its report" }, options);
  const put = await putReport(hub, posted.reportUrl, { html, signal: within(REPORT_MS, options) });
  return recorded(path, afterPut(put), options);
}

/** A note has a key of its own: with that of the run, a hub would take the run's result for a repetition of the note. */
const keyOf = (result: Result) => isAbandoned(result) ? `${result.run_id}-abandoned` : result.run_id;

function unreadable(path: string): Posted {
  return { kind: "refused", why: `${join(path, "result.json")} was written by another version of the tool` };
}

/**
 * A refused report is not sent again. After a failed request, the report is sent again later, and other runs are still
 * delivered.
 */
function afterPut(put: Posted): Posted {
  if (put.kind === "later") return { ...put, silent: false, taken: true };
  return {
    kind: "delivered",
    reportUrl: undefined,
    ...put.kind === "refused" && { note: `its report was refused: ${put.why}` },
  };
}

/** Records the outcome of a try, unless it was cancelled. A write error, for example on a full disk, is ignored. */
function recorded(path: string, posted: Posted, { hub, now, signal }: DeliverOptions): Posted {
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
