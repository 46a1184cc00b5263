import assert from "node:assert/strict";
import { downQuestion, isYes } from "../../../../lib/commands/sandbox/down_question.ts";

const SANDBOX = { dir: "/", watched: true, expired: false, lease_s: 60, lease_age_s: 5, keep_until: null, run: null };
const RUN = { run_id: "1", slug: "shop", owner: "ana@laptop", started_at: "2026-01-02T03:04:05Z", host: "lab" };

Deno.test("downQuestion() lists the sandboxes", () => {
  const shop = { ...SANDBOX, project: "e2e-shop-1a2b3c4d", run: RUN };
  assert.equal(
    downQuestion([shop, { ...SANDBOX, project: "e2e-web-2b3c4d5e" }], "lab"),
    "2 sandboxes on lab:\n  e2e-shop-1a2b3c4d (ana@laptop, since 2026-01-02T03:04:05Z)\n  e2e-web-2b3c4d5e\nRemove all of them? [y/N] ",
  );
  assert.match(downQuestion([shop], "lab"), /^1 sandbox on lab:\n[^\n]*\nRemove it\? \[y\/N\] $/);
});

Deno.test("isYes() accepts only a yes", () => {
  assert.deepEqual(["y", "YES", " yes "].map(isYes), [true, true, true]);
  assert.deepEqual([undefined, "", "n", "no", "yy", "all"].map(isYes), [false, false, false, false, false, false]);
});
