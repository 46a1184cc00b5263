import { dirname, isAbsolute, join } from "node:path";
import type { Context } from "../cli/context.ts";

/** Returns the directory of this user's runs on this machine. Source: XDG Base Directory Specification. */
export function runsHere({ native, env }: Pick<Context, "native" | "env">): string {
  if (native !== undefined) return join(native.home, "runs");
  const state = env("XDG_STATE_HOME") ?? "";
  return join(isAbsolute(state) ? state : join(env("HOME") ?? "/", ".local/state"), "e2e", "runs");
}

/** Returns the directory for the temporary files of retests. */
export function retestsHere(context: Context): string {
  return join(dirname(runsHere(context)), "retests");
}
