import { nextAt, nextTime } from "../../contract/next_time.ts";
import { look } from "../../report/html/parts/outcome_badge.tsx";
import type { OverviewRows, ScheduledRow } from "./run_queries.ts";

/** A repository on the overview. Dates are ISO 8601 in UTC. */
export type SlugOverview = ReturnType<typeof overview>[number];

/** The scheduled runs of a repository. */
export type ScheduleOverview = ReturnType<typeof scheduleOverview>;

/** Returns one entry per slug, in alphabetical order. */
export function overview({ runs, redSince, scheduled }: OverviewRows, nowMs: number) {
  const bySlug = [...Map.groupBy(runs, ({ slug }) => slug)].sort(([a], [b]) => a < b ? -1 : 1);
  return bySlug.map(([slug, runs]) => {
    const usualMs = median(runs.filter((run) => look(run.outcome).tone === "good").map((run) => run.duration_ms));
    const row = scheduled.find((each) => each.slug === slug);
    return {
      slug,
      /** The last runs, newest first. */
      runs,
      outcome: runs[0]?.outcome ?? "",
      /** The median duration of the passed runs, in milliseconds; null when none passed. */
      usual_ms: usualMs,
      /** The start of the first run of the current red streak; null when the repository is not red. */
      red_since: redSince.get(slug) ?? null,
      schedule: row === undefined ? null : scheduleOverview(row, { nowMs, usualMs: usualMs ?? 0 }),
    };
  });
}

/** A run is missed only after this time, because runs take time, and their results can be delivered late. */
const MIN_GRACE_MS = 3_600_000;

function scheduleOverview(
  { cron, zone, started_at }: ScheduledRow,
  { nowMs, usualMs }: { readonly nowMs: number; readonly usualMs: number },
) {
  const expected = nextTime(cron, { zone, afterMs: Date.parse(started_at) });
  return {
    cron,
    zone,
    last_at: started_at,
    /** When the run after the last one was or is due; null when the schedule has no further time. */
    expected_at: expected?.toISOString() ?? null,
    /** The next time in the future. */
    next_at: nextAt(cron, { zone, afterMs: nowMs }),
    /** Whether the run at `expected_at` is overdue. */
    missed: expected !== undefined && nowMs > expected.getTime() + Math.max(MIN_GRACE_MS, 2 * usualMs),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b), half = sorted.length >> 1;
  const high = sorted[half];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 ? high : Math.round(((sorted[half - 1] ?? high) + high) / 2);
}
