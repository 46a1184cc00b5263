import type { SlugOverview } from "../../../../../lib/hub/server/overview.ts";
import { OverviewPage } from "../../../../../lib/hub/server/pages/overview_page.tsx";
import { RunPage } from "../../../../../lib/hub/server/pages/run_page.tsx";
import { SlugPage } from "../../../../../lib/hub/server/pages/slug_page.tsx";
import { passedResult } from "../../../result/events.ts";
import { fullResult, OUTCOMES } from "../../../report/html/views.ts";

const DAY_MS = 86_400_000;
const iso = (days: number) => new Date(Date.parse(passedResult.started_at) + days * DAY_MS).toISOString();

/** Thirty runs, one per day, with all outcomes, newest first. */
export const runs = Array.from({ length: 30 }, (_, day) => ({
  run_id: `019b7c5a-0000-7000-8000-0000000000${String(day).padStart(2, "0")}`,
  outcome: day % 3 === 0 ? OUTCOMES[day / 3] ?? "passed" : "passed",
  slug: "activity-core",
  started_at: iso(day),
  ended_at: iso(day),
  duration_ms: 20_000 + 7_000 * (day % 5) + 400 * day,
  host: "railiance01",
})).reverse();

const weekly = { cron: "13 3 * * 0", zone: "Europe/Berlin", last_at: iso(0) };

/** Two repositories: a healthy one, and a red one whose scheduled run is missing. */
export const rows: readonly SlugOverview[] = [
  {
    slug: "activity-core",
    runs,
    outcome: "passed",
    usual_ms: 31_000,
    red_since: null,
    schedule: { ...weekly, expected_at: iso(31), next_at: iso(31), missed: false },
  },
  {
    slug: "shop",
    runs: runs.slice(-4).map((run) => ({ ...run, slug: "shop", outcome: "unhealthy" })),
    outcome: "unhealthy",
    usual_ms: null,
    red_since: iso(1),
    schedule: { ...weekly, expected_at: iso(2), next_at: null, missed: true },
  },
];

/** The hub's pages as complete documents. */
export const overview = (all: readonly SlugOverview[] = rows): string => String(<OverviewPage rows={all} />);
export const slugPage = (slug = "shop"): string =>
  String(
    <SlugPage
      slug={slug}
      runs={runs.map((run) => ({ ...run, message: run.outcome === "passed" ? null : "<b>why</b>" }))}
      causes={[
        { outcome: "failed", phase: "test", count: 5, messages: [{ message: "2 of <14> tests failed", count: 3 }] },
        { outcome: "of-tomorrow", phase: null, count: 2, messages: [] },
      ]}
      least_stable={[{ slug, name: "test_order.py::test_<total>", flips: 7, failed: 4, runs: 30 }]}
    />,
  );
export const runPage = (hasReport: boolean): string =>
  String(<RunPage view={{ result: fullResult, cut: ["secondary"] }} hasReport={hasReport} />);

/** Returns the text of a page's content, without tags. */
export const text = (html: string): string =>
  html.replace(/.*<main/s, "<main").replace(/<script.*/s, "").replace(/<[^>]*>/g, "");
