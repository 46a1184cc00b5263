import assert from "node:assert/strict";
import { deliveryTable } from "../../../lib/report/delivery_table.ts";
import type { StoredRun } from "../../../lib/store/list_runs.ts";
import { passedResult } from "../result/events.ts";

Deno.test("deliveryTable() shows waiting and refused results on one line each", () => {
  const { run_id: runId, started_at: startedAt } = passedResult;
  const run: StoredRun = { runId, startedAt, path: "/1", state: "finished", header: { slug: "shop" }, result: {} };
  const nextMs = Date.UTC(2026, 0, 3, 3, 4);
  assert.equal(
    deliveryTable([
      { run, result: passedResult, state: { kind: "waiting", tries: 2, nextMs, why: "status 503" } },
      { run, result: passedResult, state: { kind: "waiting", tries: 0, nextMs: 0, why: "not tried yet" } },
      { run, result: undefined, state: { kind: "refused", why: "status 422" } },
    ]),
    `RUN       SLUG  OUTCOME  STARTED            STATE    TRIES  NEXT               WHY
1a2b3c4d  shop  passed   2026-01-02 03:04Z  waiting  2      2026-01-03 03:04Z  status 503
1a2b3c4d  shop  passed   2026-01-02 03:04Z  waiting  0                         not tried yet
1a2b3c4d  shop  ?        2026-01-02 03:04Z  refused                            status 422
`,
  );
});
