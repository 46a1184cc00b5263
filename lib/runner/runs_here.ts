import { dirname, join } from "node:path";
import { runsDirectory } from "../store/runs_directory.ts";
import type { Context } from "../cli/context.ts";

/** Returns the directory of this user's runs on this machine. */
export function runsHere(context: Context): string {
  if (context.native !== undefined) return join(context.native.home, "runs");
  return runsDirectory({ XDG_STATE_HOME: context.env("XDG_STATE_HOME"), HOME: context.env("HOME") });
}

/** Returns the directory for the temporary files of retests. */
export function retestsHere(context: Context): string {
  return join(dirname(runsHere(context)), "retests");
}
