import assert from "node:assert/strict";
import type { Result } from "../../../lib/result/result.ts";
import { runDetails } from "../../../lib/report/run_details.ts";
import { passedResult } from "../result/events.ts";

Deno.test("runDetails() shows phases, checks, tests and services, and ends with the verdict", () => {
  assert.equal(
    runDetails(passedResult, { path: "/runs/1" }),
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

✓ passed: shop on ana@box in 20.5 s
  result: /runs/1/result.json
`,
  );
});

Deno.test("runDetails() says that a schedule or a CI system started the run", () => {
  const schedule = { id: "shop", cron: "0 3 * * 0", zone: "UTC", next_expected_at: null };
  const first = (more: Partial<Result>) => runDetails({ ...passedResult, ...more }, { path: "/1" }).split("\n", 1)[0];
  assert.match(first({ trigger: "ci" }) ?? "", / by ana@laptop, in CI$/);
  assert.match(first({ trigger: "schedule", schedule }) ?? "", / by ana@laptop, scheduled 0 3 \* \* 0 \(UTC\)$/);
  assert.match(first({ trigger: null }) ?? "", / by ana@laptop$/);
});
