import { Cron } from "croner";
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

/** What cron(8) knows of croner's language. Source: crontab(5). */
const FIELDS = ["minute", "hour", "day of month", "month", "day of week"] as const;
const VALUE = /(\d+|[A-Za-z]{3})/.source, RANGE = `(\\*|${VALUE}(-${VALUE})?)(/\\d+)?`;
const FIELD = new RegExp(`^${RANGE}(,${RANGE})*$`);

/** Takes a schedule that cron(8) understands and that comes at some time. Throws a UserError that names the field. */
export function checkSchedule(cron: string, now: { readonly zone: string; readonly afterMs: number }): void {
  const bad = (message: string) =>
    new UserError(`Cannot use the schedule "${cron}": ${message}`, { hint: `such as "${DEFAULT_SCHEDULE}"` });
  if (/[^\x20-\x7e]/.test(cron)) throw bad("it has other characters than five fields");
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) throw bad(`five fields were wanted, found ${fields.length}`);
  FIELDS.forEach((name, at) => {
    const alone = FIELDS.map((_, other) => other === at ? fields[at] : "*").join(" ");
    if (!FIELD.test(fields[at] ?? "") || !isRead(alone)) throw bad(`${name} is "${fields[at]}"`);
  });
  if (nextTime(cron, now) === undefined) throw bad("it never comes: day of month and month exclude each other");
}

function isRead(cron: string): boolean {
  try {
    new Cron(cron, { mode: "5-part", paused: true });
    return true;
  } catch {
    return false;
  }
}
