import { dirname, join } from "node:path";
import { runsDirectory } from "../store/runs_directory.ts";
import type { Context } from "../cli/context.ts";

/** How much is kept of earlier runs. */
export const KEPT_RUNS = { maxAgeDays: 30, maxBytes: 1_000_000_000 } as const;

/** Where the runs of this user lie on this machine. */
export function runsHere(context: Context): string {
  if (context.native !== undefined) return join(context.native.home, "runs");
  return runsDirectory({ XDG_STATE_HOME: context.env("XDG_STATE_HOME"), HOME: context.env("HOME") });
}

/** Where a retest puts what it brings for a while. */
export function retestsHere(context: Context): string {
  return join(dirname(runsHere(context)), "retests");
}
