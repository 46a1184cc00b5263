import { Cron } from "croner";

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
  return new Cron(cron, {
    mode: "5-part",
    paused: true,
    domAndDow: needsBothDays(cron),
    fixedTimeRule: "no-wildcard",
    ...zone !== undefined && { timezone: zone },
  });
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
    return hostCron(cron, zone).nextRun(new Date(afterMs)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Returns {@link nextTime} as ISO 8601 in UTC; null when there is none. */
export function nextAt(cron: string, from: { readonly zone: string; readonly afterMs: number }): string | null {
  return nextTime(cron, from)?.toISOString() ?? null;
}
