import assert from "node:assert/strict";
import { type PsRow, psTable } from "../../../lib/report/ps_table.ts";

Deno.test("psTable() shows each sandbox on one line", () => {
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
e2e-shop-1a2b3c4d  ?     ?           ?           running  expired, no watcher
e2e-shop-1a2b3c4d  shop  3 min 20 s  ana@laptop  running  host rebooted
`,
  );
});
