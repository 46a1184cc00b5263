import type { Argv } from "../host/exec.ts";

/** Builds the argv that prints the last lines of a container's log. */
export function dockerLogs({ container, lines }: { readonly container: string; readonly lines: number }): Argv {
  return ["docker", "logs", "--tail", `${lines}`, container];
}
