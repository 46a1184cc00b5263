import assert from "node:assert/strict";
import { progressEvent } from "../../../../lib/hub/client/progress_event.ts";
import { badResult, passedResult, problem } from "../../result/events.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

Deno.test("progressEvent() has the complete result of a usual run, and summarizes it in one line", () => {
  const state_hub = { workstream_id: "w", task_id: "t" };
  assert.deepEqual(progressEvent({ ...passedResult, state_hub }), {
    summary: "e2e shop passed (20.5 s, ana@box)",
    event_type: "e2e_result",
    workstream_id: "w",
    task_id: "t",
    author: "ana@laptop",
    detail: { ...passedResult, state_hub, cut: [] },
  });
});

Deno.test("progressEvent() summarizes a failed run in one line, with at most three failed tests", () => {
  const failures = many(5, (index) => ({ name: `test_${index}`, message: "" }));
  const results = { files: [], tests: 9, failed: 5, skipped: 0, ms: 1, failures };
  const test = { ...passedResult.test!, results };
  const { summary } = progressEvent(badResult("failed", { test, reason: problem({ message: "5 of 9 failed\nmore" }) }));
  assert.equal(summary, "e2e shop failed in test: 5 of 9 failed [test_0, test_1, test_2, …] (20.5 s, ana@box)");
  const refused = progressEvent(badResult("busy", {
    reason: problem({ phase: "sync", message: "in use" }),
    phases: [{ name: "sync", status: "skipped", started_at: null, ms: 0, attempts: 1 }],
  }));
  assert.equal(refused.summary, "e2e shop busy: in use (20.5 s, ana@box)", "no phase of it was started");
  const long = progressEvent(badResult("infra", { reason: problem({ message: "x".repeat(10_000) }) })).summary;
  assert.ok(!long.includes("\n") && long.length < 300, `${long.length} characters`);
});

Deno.test("progressEvent() removes the least important parts of a large result, and lists them", () => {
  const files = many(2_000, (index) => ({ path: `artifacts/${"p".repeat(60)}/${index}.png`, bytes: index }));
  const { detail } = progressEvent({ ...passedResult, collected: { files, cut: ["one"] } });
  assert.deepEqual([detail.cut, detail.collected], [["collected.files"], { files: [], cut: ["one"] }]);
});

Deno.test("progressEvent() keeps the detail below 100 kB, whichever part is large", () => {
  const text = "ü".repeat(300_000), lines = many(5_000, (index) => `${index} ${"line ".repeat(20)}`);
  const huge = [
    { reason: problem({ message: text }) },
    { reason: problem({ detail: lines }), secondary: many(500, () => problem({ detail: lines.slice(0, 50) })) },
    { services: many(3_000, (index) => ({ ...passedResult.services[0]!, container: `c${index}` })) },
    {
      checks: many(
        3_000,
        (index) => ({ ...passedResult.checks[0]!, name: `check ${index}`, last_answer: text.slice(0, 500) }),
      ),
    },
    {
      isolation: {
        ...passedResult.isolation,
        published: Object.fromEntries(many(5_000, (n) => [`E2E_S_${n}`, "127.0.0.1:1"])),
      },
    },
    { test: { ...passedResult.test!, command: text } },
    { repository: text, owner: text, host: text, slug: "s".repeat(40), tool_version: text },
  ];
  for (const more of huge) {
    const { detail } = progressEvent(badResult("failed", more));
    assert.ok(bytes(detail) <= 100_000, `${Object.keys(more)}: ${bytes(detail)} bytes`);
    assert.deepEqual([detail.run_id, detail.slug, detail.outcome], [
      passedResult.run_id,
      passedResult.slug === detail.slug ? "shop" : "s".repeat(40),
      "failed",
    ]);
    assert.ok(detail.cut.length > 0);
  }
});
