import { Cron } from "croner";
import { scheduleProblem } from "../contract/schedule_problem.ts";
import { UserError } from "../errors.ts";

/** When a repository's runs come by themselves, where its contract says nothing: Sunday night. */
export const DEFAULT_SCHEDULE = "13 3 * * 0";

/** The next time of a schedule of five cron fields after `afterMs`, in a time zone (IANA name); undefined when it never comes. Throws for what is none. */
export function nextTime(
  cron: string,
  { zone, afterMs }: { readonly zone: string; readonly afterMs: number },
): Date | undefined {
  return new Cron(cron, { mode: "5-part", paused: true, timezone: zone }).nextRun(new Date(afterMs)) ?? undefined;
}

/** {@link nextTime} as ISO 8601 in UTC; null for a schedule that never comes, or is none. */
export function nextAt(cron: string, from: { readonly zone: string; readonly afterMs: number }): string | null {
  try {
    return nextTime(cron, from)?.toISOString() ?? null;
  } catch {
    return null;
  }
}

/** Takes a schedule that cron(8) understands and that comes at some time. Throws a UserError that names the field. */
export function checkSchedule(cron: string): void {
  const problem = scheduleProblem(cron);
  if (problem === undefined) return;
  throw new UserError(`Cannot use the schedule "${cron}": ${problem}`, { hint: `such as "${DEFAULT_SCHEDULE}"` });
}
