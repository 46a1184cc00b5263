import assert from "node:assert/strict";
import { nextAt, nextTime } from "../../../lib/contract/next_time.ts";

const from = { zone: "Europe/Berlin", afterMs: Date.parse("2026-03-27T12:00:00Z") };

Deno.test("nextTime() follows the clock of the time zone, also when that is set forward", () => {
  assert.equal(nextTime("13 3 * * 0", from)?.toISOString(), "2026-03-29T01:13:00.000Z");
});

for (
  const never of [
    "0 0 30 2 *",
    "0 3 31 2 */2",
    "no schedule",
    "@reboot",
    "0 3 * * thu-sun",
    "0 3 * * 5-sun",
    "0 3 L * *",
  ]
) {
  Deno.test(`nextTime() returns undefined for "${never}"`, () => assert.equal(nextTime(never, from), undefined));
}

Deno.test("nextAt() returns ISO 8601 in UTC, or null", () => {
  assert.deepEqual([nextAt("0 0 1 1 *", from), nextAt("", from)], ["2026-12-31T23:00:00.000Z", null]);
});

/** The next days, in March and April 2026, at 03:00 of a schedule; 2026-03-29 is a Sunday. */
const DAYS: Readonly<Record<string, string>> = {
  // both day fields, because one begins with *
  "0 3 */2 * 0": "03-29 04-05 04-19",
  "0 3 */2 * 7": "03-29 04-05 04-19",
  "0 3 */2 * SUN": "03-29 04-05 04-19",
  "0 3 *,1 * 0": "03-29 04-05 04-12",
  "0 3 */1 * 0": "03-29 04-05 04-12",
  "0 3 * * 0": "03-29 04-05 04-12",
  "0 3 1-10 * */3": "04-01 04-04 04-05",
  "0 3 1,15 * *": "04-01 04-15 05-01",
  // either
  "0 3 1-31 * 0": "03-28 03-29 03-30",
  "0 3 1,* * 0": "03-28 03-29 03-30",
  "0 3 1-31/2 * 0": "03-29 03-31 04-01",
  "0 3 1 * 0": "03-29 04-01 04-05",
  "0 3 1 * sat-7": "03-28 03-29 04-01",
};
for (const [cron, days] of Object.entries(DAYS)) {
  Deno.test(`nextTime() follows the two day fields of "${cron}" as Debian's cron does`, () => {
    let afterMs = Date.parse("2026-03-27T12:00:00Z");
    const found = days.split(" ").map(() => {
      const next = nextTime(cron, { zone: "UTC", afterMs });
      afterMs = next?.getTime() ?? afterMs;
      return next?.toISOString().slice(5, 10);
    });
    assert.equal(found.join(" "), days);
  });
}

/** Times in Berlin, where the clock jumps from 02:00 to 03:00 on 29 March, 01:00 UTC, and back on 25 October. */
const CLOCKS: readonly (readonly [cron: string, after: string, times: string])[] = [
  ["30 2 * * *", "2026-03-28T12:00:00Z", "29T01:00 30T00:30"],
  ["0,30 2 * * *", "2026-03-28T12:00:00Z", "29T01:00 30T00:00"],
  ["*/30 2 * * *", "2026-03-28T12:00:00Z", "30T00:00 30T00:30"],
  ["30 2 * * *", "2026-10-24T12:00:00Z", "25T00:30 26T01:30"],
  ["0,30 2 * * *", "2026-10-24T12:00:00Z", "25T00:00 25T00:30 26T01:00"],
  ["*/30 2 * * *", "2026-10-24T12:00:00Z", "25T00:00 25T00:30 25T01:00 25T01:30"],
];
for (const [cron, after, times] of CLOCKS) {
  Deno.test(`nextTime() follows "${cron}" after ${after}, when the clock is set`, () => {
    let afterMs = Date.parse(after);
    const found = times.split(" ").map(() => {
      const next = nextTime(cron, { ...from, afterMs });
      afterMs = next?.getTime() ?? afterMs;
      return next?.toISOString().slice(8, 16);
    });
    assert.equal(found.join(" "), times);
  });
}
