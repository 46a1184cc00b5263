import { withDeliveryLock } from "../../store/delivery_lock.ts";
import { deliveryState, waitsForHub } from "../../store/delivery_state.ts";
import { runPaths } from "../../store/list_runs.ts";
import { eventPaths } from "../../store/stored_events.ts";
import { deliverOne, type DeliverOptions, type LimitedOptions, resultLimit } from "./deliver_one.ts";
import type { Posted } from "./post.ts";

/** The outcome of a delivery. `path` is the directory of a run. */
export interface Delivery {
  /** `note`: the reason why the hub does not have the report. */
  readonly delivered: readonly { readonly path: string; readonly note: string | undefined }[];
  readonly refused: readonly { readonly path: string; readonly why: string }[];
  /** `taken`: the hub has the result, but not yet the report. */
  readonly waiting: readonly { readonly path: string; readonly why: string; readonly taken: boolean }[];
}

/** The time limit for all earlier results, so that the run that has just ended is sent too. */
const OTHERS_MS = 5_000;
/** A result with this many failed tries is sent last: it may be the cause of the failures. */
const STUBBORN_TRIES = 3;

/**
 * Returns the directories of undelivered events, and of runs with undelivered results, oldest first; those with many
 * failed tries come last.
 */
export function waitingRuns(directory: string, own?: string): readonly string[] {
  const events = eventPaths(directory).filter((path) => deliveryState(path).kind === "waiting");
  const paths = [...events, ...runPaths(directory).filter((path) => path === own || waitsForHub(path))];
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
  const { own, limit = new AbortController().signal } = options;
  const others = own === undefined ? limit : AbortSignal.any([limit, AbortSignal.timeout(OTHERS_MS)]);
  const tried: Tried[] = [];
  let silence: string | undefined;
  for (const path of waitingRuns(directory, own?.path)) {
    const posted = silence === undefined
      ? await tryOne(path, { ...options, limit: path === own?.path ? limit : others })
      : notSent(silence);
    if (posted === undefined) continue; // another process delivered it
    tried.push({ path, posted });
    if (posted.kind === "later" && posted.silent && !others.aborted) silence = posted.why;
  }
  return byOutcome(tried);
}

interface Tried {
  readonly path: string;
  readonly posted: Posted;
}

function byOutcome(tried: readonly Tried[]): Delivery {
  return {
    delivered: tried.flatMap(({ path, posted }) => posted.kind === "delivered" ? [{ path, note: posted.note }] : []),
    refused: tried.flatMap(({ path, posted }) => posted.kind === "refused" ? [{ path, why: posted.why }] : []),
    waiting: tried.flatMap(({ path, posted }) =>
      posted.kind === "later" ? [{ path, why: posted.why, taken: posted.taken ?? false }] : []
    ),
  };
}

/** A result that was not sent. */
const notSent = (why: string): Posted => ({ kind: "later", why, silent: false, retryAfterMs: undefined });

/**
 * Delivers one run unless it is not due; returns undefined when another process delivered it or the hub refused it
 * meanwhile.
 */
async function tryOne(path: string, options: LimitedOptions): Promise<Posted | undefined> {
  const { eager, now, signal, limit } = options, before = deliveryState(path);
  if (before.kind !== "waiting") return undefined;
  if (signal.aborted || limit.aborted || (!eager && before.nextMs > now())) return notSent(before.why);
  const work = async () => deliveryState(path).kind === "waiting" ? await deliverOne(path, options) : "settled";
  const became = await withDeliveryLock(path, work, resultLimit(options));
  return became === "settled" ? undefined : became ?? notSent("another process is delivering it");
}
