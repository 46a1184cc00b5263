import assert from "node:assert/strict";
import { trends } from "../../../../lib/hub/server/trends.ts";
import { row } from "./rows.ts";

Deno.test("trends() counts causes by outcome and phase, with their reasons", () => {
  const infra = { outcome: "infra", phase: "up" }, failed = { outcome: "failed", phase: "test" };
  const rows = [
    row(1, { ...infra, message: "no registry\nmore" }),
    row(2, { ...failed, message: "exit 1" }),
    row(3, { ...failed, message: "exit 2" }),
    row(4, { ...failed, message: "exit 2", slug: "blog" }),
    row(5, { ...infra, phase: "sync", message: "no ssh" }),
    row(6),
    row(7, { outcome: "cancelled" }),
  ];
  assert.deepEqual(trends(rows).causes, [
    {
      ...failed,
      count: 3,
      messages: [{ message: "exit 2", count: 2 }, { message: "exit 1", count: 1 }],
    },
    { ...infra, count: 1, messages: [{ message: "no registry", count: 1 }] },
    { outcome: "infra", phase: "sync", count: 1, messages: [{ message: "no ssh", count: 1 }] },
    { outcome: "cancelled", phase: null, count: 1, messages: [] },
  ]);
});

Deno.test("trends() counts how often a test changed between passed and failed, over runs with test results", () => {
  const byRun: readonly (readonly string[] | null)[] = [["a", "b"], ["b"], null, ["a", "b"], ["a"], []];
  const rows = byRun.map((failures, index) => row(index + 1, { failures })).reverse();
  const other = row(1, { slug: "blog", failures: ["a"] });
  assert.deepEqual(trends([...rows, other]).least_stable, [
    { slug: "shop", name: "a", flips: 3, failed: 3, runs: 5 },
    { slug: "shop", name: "b", flips: 1, failed: 3, runs: 5 },
    { slug: "blog", name: "a", flips: 0, failed: 1, runs: 1 },
  ]);
  const many = Array.from({ length: 30 }, (_, index) => `test ${index}`);
  assert.equal(trends([row(1, { failures: many })]).least_stable.length, 20);
  assert.deepEqual(trends([]), { causes: [], least_stable: [] });
});
