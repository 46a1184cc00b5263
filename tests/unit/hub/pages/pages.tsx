import { OverviewPage, type OverviewRow } from "../../../../lib/hub/pages/overview_page.tsx";
import { RunPage } from "../../../../lib/hub/pages/run_page.tsx";
import { SlugPage } from "../../../../lib/hub/pages/slug_page.tsx";
import type { RunPoint } from "../../../../lib/report/html/run_strip.tsx";
import { passedResult } from "../../report/events.ts";
import { fullResult, OUTCOMES } from "../../report/html/views.ts";

const DAY_MS = 86_400_000;
const iso = (days: number) => new Date(Date.parse(passedResult.started_at) + days * DAY_MS).toISOString();

/** Thirty runs, one a day, of every outcome. */
export const runs: readonly RunPoint[] = Array.from({ length: 30 }, (_, day) => ({
  runId: `019b7c5a-0000-7000-8000-0000000000${String(day).padStart(2, "0")}`,
  outcome: day % 3 === 0 ? OUTCOMES[day / 3] ?? "passed" : "passed",
  startedAt: iso(day),
  durationMs: 20_000 + 7_000 * (day % 5) + 400 * day,
}));

const [first] = runs, last = runs.at(-1);

/** Three repositories: well, red, and without a run that was due. */
export const rows: readonly OverviewRow[] = [
  {
    slug: "activity-core",
    runs,
    last: { ...last!, host: "railiance01" },
    usualMs: 31_000,
    redSince: undefined,
    nextRun: iso(31),
    missed: undefined,
  },
  {
    slug: "shop",
    runs: runs.slice(0, 4),
    last: { ...first!, outcome: "unhealthy", host: "ana@box" },
    usualMs: undefined,
    redSince: iso(1),
    nextRun: undefined,
    missed: { expectedAt: iso(2) },
  },
];

/** The hub's pages as whole documents. */
export const overview = (all: readonly OverviewRow[] = rows): string => String(<OverviewPage rows={all} />);
export const slugPage = (slug = "shop"): string =>
  String(
    <SlugPage
      slug={slug}
      runs={runs.map((run) => ({ ...run, host: "ana@box", why: run.outcome === "passed" ? undefined : `<b>why</b>` }))}
      causes={[{ outcome: "passed", runs: 21 }, { outcome: "failed", runs: 5 }, { outcome: "infra", runs: 2 }]}
      unstable={[{ name: "test_order.py::test_<total>", flips: 7, failed: 4, runs: 30 }]}
    />,
  );
export const runPage = (hasReport: boolean): string =>
  String(<RunPage view={{ result: fullResult, cut: ["secondary"] }} hasReport={hasReport} />);
