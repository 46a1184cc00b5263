import assert from "node:assert/strict";
import { mayMatchIn } from "../../../lib/lifecycle/tree_globs.ts";

const CASES: readonly (readonly [directory: string, glob: string, may: boolean])[] = [
  ["data", "data/a.txt", true],
  ["data", "data", false],
  ["data", "dist/a.txt", false],
  ["data", "*.txt", false],
  ["data", "*/a.txt", true],
  ["data/pg", "data/*.txt", false],
  ["data/pg", "data/*/*.txt", true],
  ["data/pg", "**/*.txt", true],
  ["data/pg", "dist/**", false],
  ["data/pg", "{data/pg,dist}/x", true],
];

for (const [directory, glob, may] of CASES) {
  Deno.test(`mayMatchIn() is ${may} for "${glob}" and the directory "${directory}"`, () => {
    assert.equal(mayMatchIn(directory, glob), may);
  });
}
