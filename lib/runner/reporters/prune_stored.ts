import { removeUnowned } from "../../store/own_directory.ts";
import { pruneRuns } from "../../store/prune_runs.ts";
import { pruneEvents } from "../../store/stored_events.ts";
import type { Context } from "../../cli/context.ts";
import { retestsHere, runsHere } from "../runs_here.ts";
import type { EndedRun } from "./reporter.ts";

/** The limits for stored runs. */
const KEPT_RUNS = { maxAgeDays: 30, maxBytes: 1_000_000_000 } as const;

/** Removes old runs, but not the one that has just ended. */
export function pruneStored({ result }: EndedRun, context: Context): void {
  pruneHere(context, { keep: result.run_id });
}

/** Removes old runs, and the files of interrupted retests, from this machine. */
export function pruneHere(context: Context, options: { readonly keep?: string } = {}): void {
  const nowMs = context.now();
  removeUnowned(retestsHere(context), { nowMs });
  pruneEvents(runsHere(context), { ...KEPT_RUNS, nowMs });
  pruneRuns(runsHere(context), { ...KEPT_RUNS, ...options, nowMs });
}
