import assert from "node:assert/strict";
import { openStore, type Store } from "../../../../lib/hub/server/store.ts";
import { event, temporaryDirectory } from "./fixture.ts";

function add(store: Store, day: number, detail: Readonly<Record<string, unknown>> = {}): void {
  const run_id = `0190a000-0000-7000-8000-0000000000${String(day).padStart(2, "0")}`;
  const started_at = `2026-01-${String(day).padStart(2, "0")}T02:00:00+02:00`;
  store.add(event({ run_id, started_at, ...detail }), { key: null, receivedAt: "2026-02-01T00:00:00.000Z" });
}

function withStore(use: (store: Store) => void): void {
  using dir = temporaryDirectory();
  const store = openStore(`${dir.path}/hub.db`);
  try {
    use(store);
  } finally {
    store.close();
  }
}

Deno.test("overviewRows() returns the last runs of each slug by start time, in any order of arrival", () => {
  withStore((store) => {
    for (const day of [3, 1, 4, 2]) add(store, day);
    add(store, 5, { slug: "blog", outcome: "failed" });
    store.add({ ...event(), event_type: "note" }, { key: null, receivedAt: "2026-02-01T00:00:00.000Z" });
    const { runs } = store.overviewRows({ perSlug: 2 });
    assert.deepEqual(runs.map(({ slug, started_at }) => [slug, started_at]), [
      ["blog", "2026-01-05T00:00:00.000Z"],
      ["shop", "2026-01-04T00:00:00.000Z"],
      ["shop", "2026-01-03T00:00:00.000Z"],
    ]);
    assert.deepEqual(runs[0], {
      run_id: "0190a000-0000-7000-8000-000000000005",
      slug: "blog",
      outcome: "failed",
      host: "railiance01",
      started_at: "2026-01-05T00:00:00.000Z",
      ended_at: "2026-01-01T00:01:00.000Z",
      duration_ms: 60_000,
    });
    assert.equal(store.overviewRows({ perSlug: 9, slug: "shop" }).runs.length, 4);
  });
});

const STREAKS: readonly (readonly [outcomes: readonly string[], day: number | undefined])[] = [
  [["passed"], undefined],
  [["failed", "passed"], undefined],
  [["failed", "passed", "infra", "failed"], 3],
  [["failed", "unhealthy"], 1],
  [["passed", "failed", "cancelled", "busy"], 2],
  [["failed", "passed", "cancelled"], undefined],
  [["failed", "undelivered", "leaked"], 3],
  [["passed", "busy", "cancelled", "failed"], 4],
  [["passed", "a word of tomorrow"], 2],
];
for (const [outcomes, day] of STREAKS) {
  Deno.test(`overviewRows() returns the start of the red streak after ${outcomes.join(", ")}`, () => {
    withStore((store) => {
      outcomes.forEach((outcome, index) => add(store, index + 1, { outcome }));
      const { redSince } = store.overviewRows({ perSlug: 1 });
      assert.equal(redSince.get("shop"), day && `2026-01-0${day}T00:00:00.000Z`);
    });
  });
}

Deno.test("overviewRows() returns the last scheduled run of each slug", () => {
  withStore((store) => {
    add(store, 2, { schedule: { id: "new", cron: "0 4 * * *", zone: "UTC" } });
    add(store, 1, { schedule: { id: "old", cron: "0 3 * * *", zone: "UTC" } });
    add(store, 3);
    add(store, 4, { slug: "blog" });
    assert.deepEqual(store.overviewRows({ perSlug: 1 }).scheduled, [
      { slug: "shop", started_at: "2026-01-02T00:00:00.000Z", cron: "0 4 * * *", zone: "UTC" },
    ]);
  });
});

Deno.test("overviewRows() leaves out schedules whose times cannot be calculated", () => {
  withStore((store) => {
    const [cron, zone] = ["0 3 * * *", "UTC"];
    add(store, 1, { schedule: { id: "shop", cron: "* * 31 2,4,6,9,11 */2", zone } });
    add(store, 2, { schedule: { id: "shop", cron: "x".repeat(300), zone } });
    add(store, 3, { schedule: { id: "shop", cron, zone: "Nowhere" } });
    assert.deepEqual(store.overviewRows({ perSlug: 1 }).scheduled, []);
  });
});

Deno.test("overviewRows() returns a schedule that follows one of a clock that was ahead", () => {
  withStore((store) => {
    const scheduled = (cron: string, started_at: string, receivedAt: string) => {
      store.add(event({ started_at, schedule: { id: "shop", cron, zone: "UTC" } }), { key: null, receivedAt });
      return store.overviewRows({ perSlug: 1 }).scheduled.map((row) => [row.cron, row.started_at]);
    };
    const received = "2026-02-01T00:00:00.000Z", later = "2026-02-02T00:00:00.000Z";
    assert.deepEqual(scheduled("1 1 * * *", "9999-12-31T00:00:00Z", received), [["1 1 * * *", received]]);
    assert.deepEqual(scheduled("2 2 * * *", later, later), [["2 2 * * *", later]]);
  });
});

Deno.test("trendRows() returns reasons and failed tests", () => {
  withStore((store) => {
    add(store, 1);
    add(store, 2, {
      reason: { phase: "test", message: "exit 1" },
      test: { results: { failures: [{ name: "a" }, { name: "b" }] } },
    });
    add(store, 3, { test: { results: { failures: [] } } });
    const rows = store.trendRows({ perSlug: 30 }).map(({ phase, message, failures }) => [phase, message, failures]);
    assert.deepEqual(rows, [[null, null, []], ["test", "exit 1", ["a", "b"]], [null, null, null]]);
  });
});

Deno.test("overviewRows() and trendRows() accept any stored text", () => {
  withStore((store) => {
    const text = `'" <b>\u0000\ud800 ✓`;
    add(store, 1, {
      outcome: text,
      host: text,
      schedule: { id: text, cron: "0 3 * * *", zone: "UTC" },
      reason: { phase: text, message: text },
      test: { results: { failures: [{ name: text }] } },
    });
    const { runs, redSince, scheduled } = store.overviewRows({ perSlug: 1 });
    assert.deepEqual([runs.length, redSince.size, scheduled.length], [1, 1, 1]);
    const [row] = store.trendRows({ perSlug: 1 });
    assert.deepEqual(row?.failures, [text]);
    assert.equal(row?.message?.slice(0, 6), text.slice(0, 6));
  });
});
