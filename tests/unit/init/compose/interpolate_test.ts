import { deepEqual } from "node:assert/strict";
import { interpolate } from "../../../../lib/init/compose/interpolate.ts";

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
  Deno.test(`interpolate() changes "${source}" to "${text}"`, () => {
    deepEqual(interpolate(source, { A: "1", EMPTY: "" }), { text, required, empty });
  });
}
