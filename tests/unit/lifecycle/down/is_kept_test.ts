import assert from "node:assert/strict";
import { isKept } from "../../../../lib/lifecycle/down/is_kept.ts";
import { EXIT_CODES, type Outcome } from "../../../../lib/result/outcome.ts";

const NEVER_KEPT: readonly Outcome[] = ["busy", "cancelled", "internal", "invalid"];

Deno.test("isKept() follows the table of the documentation", () => {
  for (const outcome of Object.keys(EXIT_CODES) as Outcome[]) {
    const may = !NEVER_KEPT.includes(outcome);
    assert.equal(isKept("always", { outcome, upTried: true }), false, outcome);
    assert.equal(isKept("on_success", { outcome, upTried: true }), may && outcome !== "passed", outcome);
    assert.equal(isKept("never", { outcome, upTried: true }), may, outcome);
    assert.equal(isKept("never", { outcome, upTried: false }), false, outcome);
  }
});
