import { Cron } from "croner";

/**
 * Returns the first time after `afterMs` (milliseconds since 1970) of a schedule of five cron fields, in a time zone (IANA
 * name). Returns undefined for a schedule that never comes, and for text that is no schedule.
 */
export function nextTime(
  cron: string,
  { zone, afterMs }: { readonly zone: string; readonly afterMs: number },
): Date | undefined {
  try {
    return new Cron(cron, { mode: "5-part", paused: true, timezone: zone }).nextRun(new Date(afterMs)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Returns {@link nextTime} as ISO 8601 in UTC; null when there is none. */
export function nextAt(cron: string, from: { readonly zone: string; readonly afterMs: number }): string | null {
  return nextTime(cron, from)?.toISOString() ?? null;
}
