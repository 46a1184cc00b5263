import { Cron } from "croner";

/** The part of croner's syntax that cron(8) knows too. Source: crontab(5). */
const VALUE = /(\d+|[A-Za-z]{3})/.source, RANGE = `(\\*|${VALUE}(-${VALUE})?)(/\\d+)?`;
const FIELD = new RegExp(`^${RANGE}(,${RANGE})*$`);

/** A range that is empty for cron(8), where `sun` is always 0; for croner it is 7 here. Source: cron 3.0pl1, entry.c (get_range). */
export const EMPTY_RANGE = /(?<!sun|\b0)-sun/i;

/**
 * Returns whether cron(8) on Debian needs both day fields of a schedule to match: when one of them begins with `*`, even with
 * a step. Otherwise one is enough. Source: cron 3.0pl1, entry.c (DOM_STAR, DOW_STAR) and cron.c (find_jobs).
 */
export function needsBothDays(cron: string): boolean {
  const [, , dayOfMonth = "", , dayOfWeek = ""] = cron.trim().split(/\s+/);
  return dayOfMonth.startsWith("*") || dayOfWeek.startsWith("*");
}

/**
 * Reads a schedule of five fields as cron(8) on Debian does, also where a clock is set forward or back: there only a `*` in the
 * minute or the hour makes a schedule follow the clock. Throws when it is no schedule. Source: cron(8), NOTES.
 */
export function hostCron(cron: string, zone?: string): Cron {
  const isKnown = cron.trim().split(/\s+/).every((field) => FIELD.test(field));
  if (!isKnown || EMPTY_RANGE.test(cron)) throw new TypeError(`Not a schedule of cron: ${cron}`);
  return new Cron(cron, {
    mode: "5-part",
    paused: true,
    domAndDow: needsBothDays(cron),
    fixedTimeRule: "no-wildcard",
    ...zone !== undefined && { timezone: zone },
  });
}

/**
 * Whether the days of a schedule exist in none of its months. Each day of a month is on each day of the week in some year, so
 * those do not matter; without them croner finds out soon.
 */
export function neverComes(cron: string): boolean {
  const [, , dayOfMonth, month] = cron.trim().split(/\s+/);
  return needsBothDays(cron) && hostCron(`0 0 ${dayOfMonth} ${month} *`).nextRun(new Date(0)) === null;
}

/**
 * Returns the first time after `afterMs` (milliseconds since 1970) of a schedule of five cron fields, in a time zone (IANA
 * name). Returns undefined for a schedule that never comes, and for text that is no schedule.
 */
export function nextTime(
  cron: string,
  { zone, afterMs }: { readonly zone: string; readonly afterMs: number },
): Date | undefined {
  try {
    return neverComes(cron) ? undefined : hostCron(cron, zone).nextRun(new Date(afterMs)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Returns {@link nextTime} as ISO 8601 in UTC; null when there is none. */
export function nextAt(cron: string, from: { readonly zone: string; readonly afterMs: number }): string | null {
  return nextTime(cron, from)?.toISOString() ?? null;
}
