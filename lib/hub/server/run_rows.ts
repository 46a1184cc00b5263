import type { DatabaseSync } from "node:sqlite";
import { outcomesIn } from "../../report/html/parts/outcome_badge.tsx";

/** A run as the hub's tables have it. Dates are ISO 8601 in UTC, and so sort as text. */
export interface RunRow {
  readonly run_id: string;
  readonly slug: string;
  readonly outcome: string;
  readonly host: string;
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_ms: number;
}

/** A run with what trends are made of. */
export interface TrendRow extends RunRow {
  /** Where it went wrong; null when it did not. */
  readonly phase: string | null;
  /** Why, in one sentence; null when it did not go wrong. */
  readonly message: string | null;
  /** The names of the tests that failed; null for a run without test results. */
  readonly failures: readonly string[] | null;
}

/** What the overview is made of. */
export interface OverviewRows {
  /** The last runs of each slug, the newest first. */
  readonly runs: readonly RunRow[];
  /** Of each slug that is red: when the first red run after the last green one started. */
  readonly redSince: ReadonlyMap<string, string>;
  /** The last scheduled run of each slug. */
  readonly scheduled: readonly ScheduledRow[];
}

/** The last scheduled run of a slug. */
export interface ScheduledRow {
  readonly slug: string;
  readonly started_at: string;
  readonly cron: string;
  /** IANA name. */
  readonly zone: string;
}

/** Which runs {@link RunQueries} look at. */
export interface RunsOptions {
  /** How many of each slug, the newest. */
  readonly perSlug: number;
  /** Only of this one. */
  readonly slug?: string;
}

/** Questions to the stored runs, none of which reads more bodies than it gives rows. */
export interface RunQueries {
  readonly overviewRows: (options: RunsOptions) => OverviewRows;
  readonly trendRows: (options: RunsOptions) => readonly TrendRow[];
}

const COLUMNS = "run_id, slug, outcome, host, started_at, ended_at, duration_ms";

const RECENT = `
  SELECT id, ${COLUMNS}, row_number() OVER (PARTITION BY slug ORDER BY started_at DESC, id DESC) AS place
  FROM events WHERE slug IS NOT NULL AND (:slug IS NULL OR slug = :slug)`;

const RUNS = `SELECT ${COLUMNS} FROM (${RECENT}) WHERE place <= :perSlug ORDER BY slug, place`;

const TRENDS = `
  SELECT ${COLUMNS.replaceAll(/\w+/g, "recent.$&")},
    body ->> '$.detail.reason.phase' AS phase,
    body ->> '$.detail.reason.message' AS message,
    body -> '$.detail.test.results.failures' AS failures
  FROM (${RECENT}) AS recent JOIN events USING (id) WHERE place <= :perSlug ORDER BY recent.slug, place`;

/** The plus keeps SQLite on the index that has all of these columns. */
const RED_SINCE = `
  WITH green AS (
    SELECT slug, max(started_at) AS last FROM events
    WHERE slug IS NOT NULL AND +outcome IN (SELECT value FROM json_each(:green)) GROUP BY slug)
  SELECT slug, min(started_at) AS since FROM events LEFT JOIN green USING (slug)
  WHERE slug IS NOT NULL AND outcome NOT IN (SELECT value FROM json_each(:notRed))
    AND (last IS NULL OR started_at > last)
  GROUP BY slug`;

const SCHEDULED = `
  SELECT slug, max(started_at) AS started_at, schedule ->> '$.cron' AS cron, schedule ->> '$.zone' AS zone
  FROM events WHERE slug IS NOT NULL AND schedule IS NOT NULL GROUP BY slug`;

/** Prepares the questions. */
export function runQueries(database: DatabaseSync): RunQueries {
  const prepared = <T>(sql: string) => {
    const statement = database.prepare(sql);
    return (parameters: Parameters) => statement.all(parameters).map((row) => ({ ...row }) as T);
  };
  const runs = prepared<RunRow>(RUNS), trends = prepared<RawTrendRow>(TRENDS);
  const redSince = prepared<RedRow>(RED_SINCE), scheduled = prepared<ScheduledRow>(SCHEDULED);
  const colours = {
    green: JSON.stringify(outcomesIn("good")),
    notRed: JSON.stringify(outcomesIn("good", "warn", "quiet")),
  };
  return {
    overviewRows: ({ perSlug, slug = null }) => ({
      runs: runs({ perSlug, slug }),
      redSince: new Map(redSince(colours).map(({ slug, since }) => [slug, since])),
      scheduled: scheduled({}),
    }),
    trendRows: ({ perSlug, slug = null }) => trends({ perSlug, slug }).map(withFailures),
  };
}

type Parameters = Readonly<Record<string, string | number | null>>;
type RedRow = { readonly slug: string; readonly since: string };
type RawTrendRow = Omit<TrendRow, "failures"> & { readonly failures: string | null };

function withFailures(row: RawTrendRow): TrendRow {
  const failures = JSON.parse(row.failures ?? "null") as readonly { readonly name: string }[] | null;
  return { ...row, failures: failures?.map(({ name }) => name) ?? null };
}
