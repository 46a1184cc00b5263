import assert from "node:assert/strict";
import { decide } from "../../../lib/lifecycle/decide.ts";
import type { Outcome } from "../../../lib/result/outcome.ts";
import type { PhaseName } from "../../../lib/result/phase.ts";

const failed = (phase: PhaseName, outcome: Outcome) => ({
  kind: "failed" as const,
  phase,
  outcome,
  message: `${phase} failed`,
});

const ROWS: readonly (readonly [
  name: string,
  failures: readonly ReturnType<typeof failed>[],
  outcome: Outcome,
  secondary: number,
])[] = [
  ["nothing failed", [], "passed", 0],
  ["the tests failed", [failed("test", "failed")], "failed", 0],
  ["the first of two decides", [failed("ready", "unhealthy"), failed("test", "failed")], "unhealthy", 1],
  ["collect alone decides nothing", [failed("collect", "infra")], "passed", 1],
  ["something is left of a run that passed", [failed("collect", "infra"), failed("down", "leaked")], "leaked", 1],
  ["something is left of a run that failed", [failed("test", "failed"), failed("down", "leaked")], "failed", 1],
  ["a sandbox could not be kept", [failed("down", "infra")], "passed", 1],
  ["a bug in the end phases", [failed("down", "internal")], "internal", 0],
];
for (const [name, failures, outcome, secondary] of ROWS) {
  Deno.test(`decide() returns ${outcome} when ${name}`, () => {
    const decision = decide(failures);
    assert.deepEqual([decision.outcome, decision.secondary.length], [outcome, secondary]);
    assert.equal(decision.reason?.outcome, outcome === "passed" ? undefined : outcome);
  });
}
