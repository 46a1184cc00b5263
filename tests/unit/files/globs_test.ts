import assert from "node:assert/strict";
import { mayHold } from "../../../lib/files/globs.ts";

const HOLDS: readonly (readonly [directory: string, glob: string, may: boolean])[] = [
  ["", "a.xml", true],
  ["pgdata", "e2e/junit.xml", false],
  ["e2e", "e2e/junit.xml", true],
  ["e2e", "./e2e/junit.xml", true],
  ["e2e/out", "e2e/*.xml", false],
  ["e2e/out", "e2e/*/a.xml", true],
  ["e2e/junit.xml", "e2e/junit.xml", false],
  ["pgdata", "**/*.xml", true],
  ["data", "dist/a.txt", false],
  ["data/pg", "{data/pg,dist}/x", true],
  ["e2e/a/b", "e2e/**", true],
  ["out-1", "out*/x.xml", true],
  ["pgdata", "{e2e/out,target}/*.xml", true],
  ["pgdata", "{out,target}/*.xml", false],
];

for (const [directory, glob, may] of HOLDS) {
  Deno.test(`mayHold() returns ${may} for "${directory}" and ${glob}`, () =>
    assert.equal(mayHold(directory, glob), may));
}
