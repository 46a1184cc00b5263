import assert from "node:assert/strict";
import { historyTable } from "../../../lib/report/history_table.ts";
import { badResult, passedResult, problem } from "../result/events.ts";

Deno.test("historyTable() shows each run on one line, with or without a result", () => {
  const run = { runId: passedResult.run_id, startedAt: passedResult.started_at, header: { slug: "shop", host: "box" } };
  const bad = badResult("unhealthy", { reason: problem({ message: "no\x1b[2J answer\nmore" }), host: "ana@box" });
  const table = historyTable([
    { ...run, state: "running", result: undefined },
    { ...run, state: "abandoned", header: {}, result: undefined },
    { ...run, state: "finished", result: bad },
    { ...run, state: "finished", result: passedResult },
  ]);
  assert.equal(
    table,
    `RUN       SLUG  HOST     OUTCOME    TOOK    STARTED            WHY
1a2b3c4d  shop  box      running            2026-01-02 03:04Z
1a2b3c4d  ?     ?        abandoned          2026-01-02 03:04Z  The run was interrupted
1a2b3c4d  shop  ana@box  unhealthy  20.5 s  2026-01-02 03:04Z  no answer
1a2b3c4d  shop  ana@box  passed     20.5 s  2026-01-02 03:04Z
`,
  );
});
