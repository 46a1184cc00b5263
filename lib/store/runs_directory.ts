import { isAbsolute, join } from "node:path";

/** Returns the directory of all runs of this user on this machine. Source: XDG Base Directory Specification. */
export function runsDirectory(
  env: { readonly XDG_STATE_HOME: string | undefined; readonly HOME: string | undefined },
): string {
  const { XDG_STATE_HOME: state = "", HOME: home = "/" } = env;
  return join(isAbsolute(state) ? state : join(home, ".local/state"), "e2e", "runs");
}
