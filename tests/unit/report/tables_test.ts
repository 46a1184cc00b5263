import assert from "node:assert/strict";
import { historyTable } from "../../../lib/report/history_table.ts";
import { type PsRow, psTable } from "../../../lib/report/ps_table.ts";
import { runRetold } from "../../../lib/report/run_retold.ts";
import { badResult, passedResult, problem } from "../result/events.ts";

Deno.test("historyTable() tells each run in one line, with or without a result", () => {
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
1a2b3c4d  ?     ?        abandoned          2026-01-02 03:04Z  The tool ended before the run did
1a2b3c4d  shop  ana@box  unhealthy  20.5 s  2026-01-02 03:04Z  no answer
1a2b3c4d  shop  ana@box  passed     20.5 s  2026-01-02 03:04Z
`,
  );
});

Deno.test("psTable() tells each sandbox in one line", () => {
  const row: PsRow = {
    project: "e2e-shop-1a2b3c4d",
    slug: "shop",
    owner: "ana@laptop",
    outcome: undefined,
    startedMs: 0,
    leaseLeftMs: 110_000,
    keptUntilMs: undefined,
    watched: true,
  };
  const table = psTable([
    row,
    { ...row, outcome: "failed", keptUntilMs: Date.UTC(2026, 0, 3, 3, 4) },
    { ...row, leaseLeftMs: -5, watched: false, slug: undefined, owner: undefined, startedMs: undefined },
    { ...row, leaseLeftMs: undefined },
  ], 200_000);
  assert.equal(
    table,
    `SANDBOX            SLUG  AGE         OWNER       OUTCOME  LEASE
e2e-shop-1a2b3c4d  shop  3 min 20 s  ana@laptop  running  1 min 50 s left
e2e-shop-1a2b3c4d  shop  3 min 20 s  ana@laptop  failed   kept until 2026-01-03 03:04Z
e2e-shop-1a2b3c4d  ?     ?           ?           running  run out, no watcher
e2e-shop-1a2b3c4d  shop  3 min 20 s  ana@laptop  running  of another boot
`,
  );
});

Deno.test("runRetold() tells phases, checks, tests and services, and ends with the verdict", () => {
  const [service] = passedResult.services;
  const dead = {
    ...service!,
    service: "db",
    state: "exited",
    health: null,
    exit_code: 137,
    oom_killed: true,
    restarts: 2,
  };
  const result = { ...passedResult, services: [...passedResult.services, dead] };
  assert.equal(
    runRetold(result, { path: "/runs/1" }),
    `e2e-shop-1a2b3c4d on ana@box, started 2026-01-02 03:04Z by ana@laptop
  repository /home/ana/shop at 0123456789ab, with changes; e2e 0.1.0, Docker 27.0.1, Compose 2.29.0
  isolated: took container_name out of web
  ✓ sync    0.9 s
  ✓ up      4.2 s (2 tries)
  ✓ ready   2.4 s
  ✓ test    11.0 s
  - collect skipped
  ✓ down    1.2 s
    ✓ web (http://127.4.5.6:8080/): 200 (3 tries, 2.4 s)
  tests: pytest -q: exit code 0 after 10.8 s
  service web (nginx:1): running, healthy
  service db (nginx:1): exited, exit code 137, killed for its memory, 2 restarts

✓ passed: shop on ana@box in 20.5 s
  result: /runs/1/result.json
`,
  );
});
