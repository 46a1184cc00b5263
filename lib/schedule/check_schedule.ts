import { scheduleTrouble } from "../contract/schedule.ts";
import { UserError } from "../errors.ts";

/** The schedule of a repository whose contract has none: Sunday night. */
export const DEFAULT_SCHEDULE = "13 3 * * 0";

/** Checks that cron(8) accepts a schedule, and that it comes at some time. Throws a UserError that names the field. */
export function checkSchedule(cron: string): void {
  const trouble = scheduleTrouble(cron);
  if (trouble === undefined) return;
  throw new UserError(`Cannot use the schedule "${cron}": ${trouble}`, { hint: `such as "${DEFAULT_SCHEDULE}"` });
}
