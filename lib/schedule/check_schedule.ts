import { scheduleProblem } from "../contract/schedule_problem.ts";
import { UserError } from "../errors.ts";

/** The schedule of a repository whose contract has none: Sunday night. */
export const DEFAULT_SCHEDULE = "13 3 * * 0";

/** Checks that cron(8) accepts a schedule, and that it has a next time. Throws a UserError that names the field. */
export function checkSchedule(cron: string): void {
  const problem = scheduleProblem(cron);
  if (problem === undefined) return;
  throw new UserError(`Cannot use the schedule "${cron}": ${problem}`, { hint: `such as "${DEFAULT_SCHEDULE}"` });
}
