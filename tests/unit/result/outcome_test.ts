import assert from "node:assert/strict";
import { EXIT_CODES, exitCode, type Outcome, worstOutcome } from "../../../lib/result/outcome.ts";

Deno.test("exitCode() returns the code of the signal when a run was cancelled", () => {
  assert.deepEqual(
    [
      exitCode("cancelled", "SIGHUP"),
      exitCode("cancelled", "SIGINT"),
      exitCode("cancelled", "SIGTERM"),
      exitCode("cancelled"),
    ],
    [129, 130, 143, 130],
  );
  assert.equal(exitCode("failed", "SIGINT"), 1);
});

Deno.test("EXIT_CODES matches the documentation", async () => {
  const readme = await Deno.readTextFile(new URL("../../../README.md", import.meta.url));
  for (const [outcome, code] of Object.entries(EXIT_CODES)) {
    assert.match(readme, new RegExp(`^\\| \`?${outcome}\`? +\\| .*\\b${code}\\b`, "m"), outcome);
  }
});

Deno.test("worstOutcome() ranks every outcome", () => {
  const outcomes = Object.keys(EXIT_CODES) as Outcome[];
  for (const outcome of outcomes) assert.equal(worstOutcome([outcome, "passed"]), outcome);
  assert.equal(worstOutcome(outcomes), "internal");
  assert.equal(worstOutcome([]), "passed");
  assert.equal(worstOutcome(["failed", "unhealthy", "busy"]), "unhealthy");
});
