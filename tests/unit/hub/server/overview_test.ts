import assert from "node:assert/strict";
import { overview } from "../../../../lib/hub/server/overview.ts";
import { row } from "./rows.ts";

const none = { runs: [], redSince: new Map(), scheduled: [] };
const now = Date.parse("2026-01-20T12:00:00Z");

Deno.test("overview() returns each slug's runs, last outcome and red streak", () => {
  const shop = [row(4, { outcome: "failed" }), row(3)], blog = [row(2, { slug: "constructor" })];
  const redSince = new Map([["shop", "2026-01-04T02:00:00.000Z"]]);
  assert.deepEqual(overview({ ...none, runs: [...shop, ...blog], redSince }, now), [
    { slug: "constructor", runs: blog, outcome: "passed", usual_ms: 60_000, red_since: null, schedule: null },
    {
      slug: "shop",
      runs: shop,
      outcome: "failed",
      usual_ms: 60_000,
      red_since: "2026-01-04T02:00:00.000Z",
      schedule: null,
    },
  ]);
  assert.deepEqual(overview(none, now), []);
});

const MEDIANS: readonly (readonly [durations: readonly number[], median: number | null])[] = [
  [[], null],
  [[5], 5],
  [[9, 1], 5],
  [[2, 1], 2],
  [[100, 9, 10], 10],
  [[100, 1, 9, 10], 10],
];
for (const [durations, median] of MEDIANS) {
  Deno.test(`overview() calculates ${median} as the usual duration of passed runs that took ${durations}`, () => {
    const passed = durations.map((duration_ms) => row(1, { duration_ms }));
    const runs = [row(2, { outcome: "failed", duration_ms: 1e6 }), ...passed];
    assert.equal(overview({ ...none, runs }, now)[0]?.usual_ms, median);
  });
}

const monday = { cron: "0 3 * * 1", zone: "Europe/Berlin", started_at: "2026-01-05T02:00:07.000Z" };
const weekly = { last_at: monday.started_at, expected_at: "2026-01-12T02:00:00.000Z" };
const HOUR = 3_600_000;
const SCHEDULES: readonly (readonly [
  name: string,
  schedule: typeof monday,
  now: string,
  usualMs: number,
  expected: { last_at: string; expected_at: string | null; next_at: string | null; missed: boolean },
])[] = [
  ["before", monday, "2026-01-11T12:00:00Z", 0, { ...weekly, next_at: weekly.expected_at, missed: false }],
  ["in the hour of grace", monday, "2026-01-12T03:00:00Z", 0, {
    ...weekly,
    next_at: "2026-01-19T02:00:00.000Z",
    missed: false,
  }],
  ["after it", monday, "2026-01-12T03:00:00.001Z", 0, { ...weekly, next_at: "2026-01-19T02:00:00.000Z", missed: true }],
  ["in the grace of long runs", monday, "2026-01-12T08:00:00Z", 3 * HOUR, {
    ...weekly,
    next_at: "2026-01-19T02:00:00.000Z",
    missed: false,
  }],
  ["after the grace of long runs", monday, "2026-01-12T08:00:00.001Z", 3 * HOUR, {
    ...weekly,
    next_at: "2026-01-19T02:00:00.000Z",
    missed: true,
  }],
  [
    "across the change to summer time",
    { ...monday, started_at: "2026-03-23T02:00:00.000Z" },
    "2026-03-24T00:00:00Z",
    0,
    {
      last_at: "2026-03-23T02:00:00.000Z",
      expected_at: "2026-03-30T01:00:00.000Z",
      next_at: "2026-03-30T01:00:00.000Z",
      missed: false,
    },
  ],
  ...["0 3 30 2 *", "rubbish", "* * * * * *"].map((cron) =>
    [`of "${cron}"`, { ...monday, cron }, "2027-01-01T00:00:00Z", 0, {
      last_at: monday.started_at,
      expected_at: null,
      next_at: null,
      missed: false,
    }] as const
  ),
  ["of a Sunday that needs an odd day too", { ...monday, cron: "0 3 */2 * 0" }, "2026-01-12T12:00:00Z", 0, {
    last_at: monday.started_at,
    expected_at: "2026-01-11T02:00:00.000Z",
    next_at: "2026-01-25T02:00:00.000Z",
    missed: true,
  }],
  ["in no zone", { ...monday, zone: "Mars/Olympus" }, "2027-01-01T00:00:00Z", 0, {
    last_at: monday.started_at,
    expected_at: null,
    next_at: null,
    missed: false,
  }],
];
for (const [name, schedule, at, duration_ms, expected] of SCHEDULES) {
  Deno.test(`overview() returns the next scheduled run ${name}`, () => {
    const rows = { ...none, runs: [row(6, { duration_ms })], scheduled: [{ slug: "shop", ...schedule }] };
    const { cron, zone } = schedule;
    assert.deepEqual(overview(rows, Date.parse(at))[0]?.schedule, { cron, zone, ...expected });
  });
}
