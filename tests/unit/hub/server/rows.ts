import type { TrendRow } from "../../../../lib/hub/server/run_queries.ts";

/** Returns a passed run on a day of January 2026, with `changes`. */
export function row(day: number, changes: Partial<TrendRow> = {}): TrendRow {
  const started_at = new Date(Date.UTC(2026, 0, day, 2)).toISOString();
  return {
    run_id: `run-${day}`,
    slug: "shop",
    outcome: "passed",
    host: "railiance01",
    started_at,
    ended_at: started_at,
    duration_ms: 60_000,
    phase: null,
    message: null,
    failures: null,
    ...changes,
  };
}
