import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { outcomesIn } from "../../report/html/parts/outcome_badge.tsx";

/** The columns of a run in the hub's table. Dates are ISO 8601 in UTC, so their order as text is their order in time. */
const hubRun = z.object({
  run_id: z.string(),
  slug: z.string(),
  outcome: z.string(),
  host: z.string(),
  started_at: z.string(),
  ended_at: z.string(),
  duration_ms: z.number(),
});

const failedNames = z.array(z.object({ name: z.string() }).transform(({ name }) => name)).readonly();

/** A run with the data for trends. */
const trendRow = hubRun.extend({
  /** The phase that failed; null for a run that passed, and for one that could not start. */
  phase: z.string().nullable(),
  /** The message of the reason; null for a run that passed. */
  message: z.string().nullable(),
  /** The names of the failed tests; null for a run without test results. The database holds JSON. */
  failures: z.string().nullable().transform((json) => failedNames.nullable().parse(JSON.parse(json ?? "null"))),
});

/** The schedule of a slug: as of its last run, or of its last installation, at `started_at`. `zone` is an IANA name. */
const scheduledRow = z.object({ slug: z.string(), started_at: z.string(), cron: z.string(), zone: z.string() });

const redRow = z.object({ slug: z.string(), since: z.string() });

/** A run as the hub stores it, without its body. */
type HubRun = Readonly<z.output<typeof hubRun>>;
/** A run with the data for trends. */
export type TrendRow = Readonly<z.output<typeof trendRow>>;
/** The last scheduled run of a slug. */
export type ScheduledRow = Readonly<z.output<typeof scheduledRow>>;

/** The data for the overview. */
export interface OverviewRows {
  /** The last runs of each slug, newest first. */
  readonly runs: readonly HubRun[];
  /** For each slug that is red: the start of the first red run after the last green one. */
  readonly redSince: ReadonlyMap<string, string>;
  /** The last scheduled run of each slug. */
  readonly scheduled: readonly ScheduledRow[];
}

/** Selects the runs of a query. */
interface RunsOptions {
  /** The number of runs per slug: the newest ones. */
  readonly perSlug: number;
  /** Only runs of this slug. */
  readonly slug?: string;
}

const COLUMNS = Object.keys(hubRun.shape);

const RECENT = `
  SELECT id, ${COLUMNS.join(", ")}, row_number() OVER (PARTITION BY slug ORDER BY started_at DESC, id DESC) AS place
  FROM events WHERE slug IS NOT NULL AND run_id IS NOT NULL AND (:slug IS NULL OR slug = :slug)`;

const RUNS = `SELECT ${COLUMNS.join(", ")} FROM (${RECENT}) WHERE place <= :perSlug ORDER BY slug, place`;

const TRENDS = `
  SELECT ${COLUMNS.map((column) => `recent.${column}`).join(", ")},
    CASE WHEN EXISTS (SELECT 1 FROM json_each(body, '$.detail.phases')
      WHERE value ->> '$.name' = body ->> '$.detail.reason.phase' AND value ->> '$.status' = 'skipped')
      THEN NULL ELSE body ->> '$.detail.reason.phase' END AS phase,
    substr(body ->> '$.detail.reason.message', 1, 2000) AS message,
    body -> '$.detail.test.results.failures' AS failures
  FROM (${RECENT}) AS recent JOIN events USING (id) WHERE place <= :perSlug ORDER BY recent.slug, place`;

/** Events about schedules have no outcome. The plus sign in `+outcome` makes SQLite use the index that covers all of these columns. */
const RED_SINCE = `
  WITH green AS (
    SELECT slug, max(started_at) AS last FROM events
    WHERE slug IS NOT NULL AND +outcome IN (SELECT value FROM json_each(:green)) GROUP BY slug)
  SELECT slug, min(started_at) AS since FROM events LEFT JOIN green USING (slug)
  WHERE slug IS NOT NULL AND outcome NOT IN (SELECT value FROM json_each(:notRed))
    AND (last IS NULL OR started_at > last)
  GROUP BY slug`;

const SCHEDULED = `
  SELECT slug, max(at) AS started_at, schedule ->> '$.cron' AS cron, schedule ->> '$.zone' AS zone
  FROM schedules WHERE schedule IS NOT NULL GROUP BY slug`;

/** Prepares the queries about stored runs. Each reads at most as many bodies as it returns rows. */
export function runQueries(database: DatabaseSync) {
  const prepared = <T>(sql: string, row: z.ZodType<T>) => {
    const statement = database.prepare(sql);
    return (parameters: Readonly<Record<string, string | number | null>>) =>
      statement.all(parameters).map((each) => row.parse(each));
  };
  const runs = prepared(RUNS, hubRun), trends = prepared(TRENDS, trendRow);
  const redSince = prepared(RED_SINCE, redRow), scheduled = prepared(SCHEDULED, scheduledRow);
  const colours = {
    green: JSON.stringify(outcomesIn("good")),
    notRed: JSON.stringify(outcomesIn("good", "warn", "quiet")),
  };
  return {
    overviewRows: ({ perSlug, slug }: RunsOptions): OverviewRows => ({
      runs: runs({ perSlug, slug: slug ?? null }),
      redSince: new Map(redSince(colours).map(({ slug, since }) => [slug, since])),
      scheduled: scheduled({}),
    }),
    trendRows: ({ perSlug, slug }: RunsOptions): readonly TrendRow[] => trends({ perSlug, slug: slug ?? null }),
  };
}
