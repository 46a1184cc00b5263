import assert from "node:assert/strict";
import { houseProblems } from "../../../../tools/checks/house_rules.ts";

const file = (name: string, lines: number) => ({ file: name, lines });
const small = (count: number) => Array.from({ length: count }, (_, at) => file(`lib/report/f${at}.ts`, 10));

Deno.test("houseProblems() finds nothing at the limits", () => {
  assert.deepEqual(houseProblems("lib", [...small(20), file("lib/store/a.ts", 220)]), []);
  assert.deepEqual(houseProblems("lib", [file("lib/a.ts", 50), file("lib/b.ts", 200)]), []);
});

Deno.test("houseProblems() finds a long file", () => {
  const found = ["lib/store/a.ts: 221 lines, expected at most 220"];
  assert.deepEqual(houseProblems("lib", [...small(20), file("lib/store/a.ts", 221)]), found);
});

Deno.test("houseProblems() finds a full folder", () => {
  assert.deepEqual(houseProblems("lib", small(21)), ["lib/report/: 21 files, expected at most 20"]);
});

Deno.test("houseProblems() finds that the median file is long", () => {
  const found = ["lib/: median 51 lines a file, expected at most 50"];
  assert.deepEqual(houseProblems("lib", [file("lib/a.ts", 10), file("lib/b.ts", 51), file("lib/c.ts", 60)]), found);
});
