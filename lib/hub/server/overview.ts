import { nextAt, nextTime } from "../../contract/next_time.ts";
import type { OverviewRows, RunRow, ScheduledRow } from "./run_rows.ts";
import { look } from "../../report/html/parts/outcome_badge.tsx";

/** What the overview shows of one repository. Dates are ISO 8601 in UTC. */
export interface SlugOverview {
  readonly slug: string;
  /** The last runs, the newest first. */
  readonly runs: readonly RunRow[];
  /** The outcome of the newest one. */
  readonly verdict: string;
  /** The median of those shown that passed, in milliseconds; null when none did. */
  readonly usual_ms: number | null;
  /** When the first run of the present red streak started; null when it is not red. */
  readonly red_since: string | null;
  readonly schedule: ScheduleOverview | null;
}

/** When a repository's runs come by themselves. */
export interface ScheduleOverview {
  readonly cron: string;
  readonly zone: string;
  /** When the last scheduled run started. */
  readonly last_at: string;
  /** When the one after it was, or is, to start; null when the schedule never comes again. */
  readonly expected_at: string | null;
  /** The next time from now on. */
  readonly next_at: string | null;
  /** Its time is long over, and it did not come. */
  readonly missed: boolean;
}

/** One entry for each slug, in alphabetical order. */
export function overview({ runs, redSince, scheduled }: OverviewRows, nowMs: number): readonly SlugOverview[] {
  const bySlug = [...Map.groupBy(runs, ({ slug }) => slug)].sort(([a], [b]) => a < b ? -1 : 1);
  return bySlug.map(([slug, runs]) => {
    const usualMs = median(runs.filter((run) => look(run.outcome).tone === "good").map((run) => run.duration_ms));
    const row = scheduled.find((each) => each.slug === slug);
    return {
      slug,
      runs,
      verdict: runs[0]?.outcome ?? "",
      usual_ms: usualMs,
      red_since: redSince.get(slug) ?? null,
      schedule: row === undefined ? null : scheduleOverview(row, { nowMs, usualMs: usualMs ?? 0 }),
    };
  });
}

/** A run takes a while, and its result may have to wait for the hub. */
const MIN_GRACE_MS = 3_600_000;

function scheduleOverview(
  { cron, zone, started_at }: ScheduledRow,
  { nowMs, usualMs }: { readonly nowMs: number; readonly usualMs: number },
): ScheduleOverview {
  const expected = nextTime(cron, { zone, afterMs: Date.parse(started_at) });
  return {
    cron,
    zone,
    last_at: started_at,
    expected_at: expected?.toISOString() ?? null,
    next_at: nextAt(cron, { zone, afterMs: nowMs }),
    missed: expected !== undefined && nowMs > expected.getTime() + Math.max(MIN_GRACE_MS, 2 * usualMs),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b), half = sorted.length >> 1;
  const high = sorted[half];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 ? high : Math.round(((sorted[half - 1] ?? high) + high) / 2);
}
