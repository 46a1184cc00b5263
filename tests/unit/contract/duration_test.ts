import { equal } from "node:assert/strict";
import { formatDuration, parseDuration } from "../../../lib/contract/duration.ts";

const table: readonly (readonly [unknown, number | undefined])[] = [
  [120, 120_000],
  [0.5, 500],
  [0, 0],
  ["500ms", 500],
  ["2m", 120_000],
  ["1h30m", 5_400_000],
  ["1.5h", 5_400_000],
  ["7d", 604_800_000],
  ["1m500ms", 60_500],
  ["120", undefined],
  ["", undefined],
  ["2 m", undefined],
  ["2M", undefined],
  ["-2m", undefined],
  ["m", undefined],
  [-1, undefined],
  [NaN, undefined],
  [Infinity, undefined],
  [null, undefined],
  [[], undefined],
];

for (const [value, expected] of table) {
  Deno.test(`parseDuration() returns ${expected} for ${JSON.stringify(value)}`, () => {
    equal(parseDuration(value), expected);
  });
}

Deno.test("formatDuration() is the inverse of parseDuration()", () => {
  for (const text of ["500ms", "2s", "2m", "1h30m", "7d", "1d1h1m1s1ms"]) {
    equal(formatDuration(parseDuration(text) ?? 0), text);
  }
  equal(formatDuration(0), "0s");
});
