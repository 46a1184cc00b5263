import { deepEqual } from "node:assert/strict";
import { interpolate, readEnv } from "../../../../lib/init/compose/interpolate.ts";

type Case = readonly [source: string, text: string, required?: readonly string[], empty?: readonly string[]];

const cases: readonly Case[] = [
  ["$A and ${A}", "1 and 1"],
  ["${B:-two}:${C-three}", "two:three"],
  ["${EMPTY:-two}|${EMPTY-three}|", "two||"],
  ["${B:-${C:-${A}}}", "1"],
  ["${A:+yes}${B:+no}", "yes"],
  ["${SECRET:?set it}", "", ["SECRET"]],
  ["$NONE-${NEITHER}", "-", [], ["NONE", "NEITHER"]],
  ["$$A costs $$5", "$A costs $5"],
  ["5$ and ${", "5$ and ${"],
];

for (const [source, text, required = [], empty = []] of cases) {
  Deno.test(`interpolate() makes "${text}" of "${source}"`, () => {
    deepEqual(interpolate(source, { A: "1", EMPTY: "" }), { text, required, empty });
  });
}

Deno.test("readEnv() reads quotes, comments and exports", () => {
  const source = "# no\nA=1\nexport B='two # 2'\nC = \"three\" # 3\nD=four # 4\nnot one\nE=\n";
  deepEqual(readEnv(source), { A: "1", B: "two # 2", C: "three", D: "four", E: "" });
});
