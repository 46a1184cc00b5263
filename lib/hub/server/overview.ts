import { nextAt, nextTime } from "../../contract/next_time.ts";
import { look } from "../../report/html/parts/outcome_badge.tsx";
import type { HubRun, OverviewRows, ScheduledRow } from "./run_queries.ts";

/** One repository on the overview. Dates are ISO 8601 in UTC. */
export interface SlugOverview {
  readonly slug: string;
  /** The last runs, newest first. */
  readonly runs: readonly HubRun[];
  /** The outcome of the newest run. */
  readonly outcome: string;
  /** The median duration of the passed runs among them, in milliseconds; null when none passed. */
  readonly usual_ms: number | null;
  /** The start of the first run of the current red streak; null when the repository is not red. */
  readonly red_since: string | null;
  readonly schedule: ScheduleOverview | null;
}

/** The scheduled runs of a repository. */
export interface ScheduleOverview {
  readonly cron: string;
  readonly zone: string;
  /** The start of the last scheduled run. */
  readonly last_at: string;
  /** When the run after the last one was or is due; null when the schedule has no further time. */
  readonly expected_at: string | null;
  /** The next time in the future. */
  readonly next_at: string | null;
  /** The run at `expected_at` is overdue. */
  readonly missed: boolean;
}

/** Returns one entry per slug, in alphabetical order. */
export function overview({ runs, redSince, scheduled }: OverviewRows, nowMs: number): readonly SlugOverview[] {
  const bySlug = [...Map.groupBy(runs, ({ slug }) => slug)].sort(([a], [b]) => a < b ? -1 : 1);
  return bySlug.map(([slug, runs]) => {
    const usualMs = median(runs.filter((run) => look(run.outcome).tone === "good").map((run) => run.duration_ms));
    const row = scheduled.find((each) => each.slug === slug);
    return {
      slug,
      runs,
      outcome: runs[0]?.outcome ?? "",
      usual_ms: usualMs,
      red_since: redSince.get(slug) ?? null,
      schedule: row === undefined ? null : scheduleOverview(row, { nowMs, usualMs: usualMs ?? 0 }),
    };
  });
}

/** Runs take time, and their results can be delivered late. */
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
