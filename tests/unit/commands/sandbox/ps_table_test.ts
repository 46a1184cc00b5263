import assert from "node:assert/strict";
import { psTable } from "../../../../lib/commands/sandbox/ps_table.ts";
import { readSandbox } from "../../../../lib/sandbox/list_sandboxes.ts";

const SANDBOX = {
  project: "e2e-shop-1a2b3c4d",
  dir: "/home/ana/.e2e/sandboxes/e2e-shop-1a2b3c4d",
  watched: true,
  expired: false,
  lease_age_s: 10,
  lease_s: 120,
  keep_until: null,
  run: {
    run_id: "01990000-0000-7000-8000-00001a2b3c4d",
    slug: "shop",
    owner: "ana@laptop",
    started_at: "1970-01-01T00:00:00Z",
    host: "sandbox",
  },
};

const sandbox = (changes: Partial<Record<keyof typeof SANDBOX, unknown>> = {}) =>
  readSandbox(JSON.stringify({ ...SANDBOX, ...changes }));

Deno.test("psTable() shows each sandbox on one line", () => {
  const table = psTable([
    sandbox(),
    sandbox({ project: "e2e-shop-5e6f7a8b", keep_until: Date.UTC(2026, 0, 3, 3, 4) / 1000 }),
    sandbox({ keep_until: Date.UTC(2026, 0, 3, 3, 4) / 1000 }),
    sandbox({ lease_age_s: 125, watched: false, run: null }),
    sandbox({ lease_age_s: null }),
  ], { outcomes: new Map([["e2e-shop-5e6f7a8b", "failed"]]), nowMs: 200_000 });
  assert.equal(
    table,
    `SANDBOX            SLUG  AGE         OWNER       OUTCOME  LEASE
e2e-shop-1a2b3c4d  shop  3 min 20 s  ana@laptop  running  1 min 50 s left
e2e-shop-5e6f7a8b  shop  3 min 20 s  ana@laptop  failed   kept until 2026-01-03 03:04Z
e2e-shop-1a2b3c4d  shop  3 min 20 s  ana@laptop  kept     kept until 2026-01-03 03:04Z
e2e-shop-1a2b3c4d  ?     ?           ?           running  expired, no watcher
e2e-shop-1a2b3c4d  shop  3 min 20 s  ana@laptop  running  host rebooted
`,
  );
});
