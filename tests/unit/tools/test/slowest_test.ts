import assert from "node:assert/strict";
import type { TestCase } from "../../../../tools/test/junit_cases.ts";
import { slowestLines } from "../../../../tools/test/slowest.ts";

const test = (name: string, seconds: number, status: TestCase["status"] = "passed") => ({
  file: "a_test.ts",
  name,
  status,
  seconds,
});

Deno.test("slowestLines() lists the slowest tests, without steps and skipped tests", () => {
  const cases = [test("quick", 1), test("slow", 12.34), test("slow > step", 12), test("skipped", 0, "skipped")];
  assert.deepEqual(slowestLines(cases, 10), ["   12.3 s  a_test.ts => slow", "    1.0 s  a_test.ts => quick"]);
  assert.deepEqual(slowestLines(cases, 1), ["   12.3 s  a_test.ts => slow"]);
});
