import assert from "node:assert/strict";
import { nextAt, nextTime } from "../../../lib/contract/next_time.ts";

const from = { zone: "Europe/Berlin", afterMs: Date.parse("2026-03-27T12:00:00Z") };

Deno.test("nextTime() follows the clock of the time zone, also when that is set forward", () => {
  assert.equal(nextTime("13 3 * * 0", from)?.toISOString(), "2026-03-29T01:13:00.000Z");
});

for (const never of ["0 0 30 2 *", "no schedule"]) {
  Deno.test(`nextTime() returns undefined for "${never}"`, () => assert.equal(nextTime(never, from), undefined));
}

Deno.test("nextAt() returns ISO 8601 in UTC, or null", () => {
  assert.deepEqual([nextAt("0 0 1 1 *", from), nextAt("", from)], ["2026-12-31T23:00:00.000Z", null]);
});
