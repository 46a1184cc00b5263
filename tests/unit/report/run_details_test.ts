import assert from "node:assert/strict";
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
