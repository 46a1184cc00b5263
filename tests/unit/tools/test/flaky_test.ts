import assert from "node:assert/strict";
import { flakyLine, retryArgs, testsToRetry } from "../../../../tools/test/flaky.ts";

const failed = (name: string) => ({ file: "./a_test.ts", name, status: "failed" as const, seconds: 0 });

Deno.test("testsToRetry() returns the failed tests, a step by its test", () => {
  const passed = { ...failed("c"), status: "passed" as const };
  assert.deepEqual(testsToRetry([failed("a"), failed("a > step"), passed]), [failed("a")]);
});

Deno.test("testsToRetry() returns nothing when more than ten tests failed", () => {
  assert.deepEqual(testsToRetry(Array.from({ length: 11 }, (_, at) => failed(`test ${at}`))), []);
});

Deno.test("retryArgs() selects one test by its whole name", () => {
  assert.deepEqual(retryArgs(failed("run() [a|b] ends with $? 0."), ["tests/e2e"]), [
    "--filter=/^run\\(\\) \\[a\\|b\\] ends with \\$\\? 0\\.$/",
    "./a_test.ts",
  ]);
});

Deno.test("retryArgs() searches all paths for a test that a helper has registered", () => {
  assert.deepEqual(retryArgs({ ...failed("a"), file: "./fixture.ts" }, ["tests/e2e"]), ["--filter=/^a$/", "tests/e2e"]);
});

Deno.test("flakyLine() names the file and the test", () => {
  assert.equal(flakyLine(failed("a")), "flaky: ./a_test.ts => a");
});
