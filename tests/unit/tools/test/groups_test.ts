import assert from "node:assert/strict";
import { testGroups } from "../../../../tools/test/groups.ts";

Deno.test("testGroups() runs few e2e tests at once, and leaves out empty groups", () => {
  assert.deepEqual(testGroups(["tests/unit", "./tests/e2e/report", "/tmp/a_test.ts"]), [
    { name: "quick", paths: ["tests/unit", "/tmp/a_test.ts"], jobs: 4 },
    { name: "e2e", paths: ["./tests/e2e/report"], jobs: 3 },
  ]);
});
