import { removeUnowned } from "../../store/own_directory.ts";
import { pruneRuns } from "../../store/prune_runs.ts";
import type { Context } from "../../cli/context.ts";
import { KEPT_RUNS, retestsHere, runsHere } from "../runs_here.ts";
import type { EndedRun } from "./reporter.ts";

/** Removes old runs, and the files of interrupted retests, from this machine. */
export function pruneStored({ result }: EndedRun, context: Context): void {
  const nowMs = context.now();
  removeUnowned(retestsHere(context), { nowMs });
  pruneRuns(runsHere(context), { ...KEPT_RUNS, nowMs, keep: result.run_id });
}
