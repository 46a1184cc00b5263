import type { ServiceResult } from "../result/result.ts";
import { count } from "../result/words.ts";

/** Describes a container's state at the end of the run: `exited, exit code 137, out of memory, 2 restarts`. */
export function serviceState({ state, health, exit_code, oom_killed, restarts }: ServiceResult): string {
  return [
    state,
    ...(health === null ? [] : [health]),
    ...(exit_code === null || state === "running" ? [] : [`exit code ${exit_code}`]),
    ...(oom_killed ? ["out of memory"] : []),
    ...(restarts > 0 ? [count(restarts, "restart", "restarts")] : []),
  ].join(", ");
}
