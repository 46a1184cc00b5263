import assert from "node:assert/strict";
import { checkSchedule, DEFAULT_SCHEDULE } from "../../../lib/schedule/check_schedule.ts";

for (
  const good of [
    DEFAULT_SCHEDULE,
    "* * * * *",
    "*/5 1-3 1,15 JAN-mar SUN",
    "0 0 29 2 *",
    "0 0 1 * 7",
    "0 0 30 2 1",
    "0 3 * * 6-7",
    "0 3 * * sun-sat",
    "0 3 * * 0-sun",
  ]
) {
  Deno.test(`checkSchedule() accepts "${good}"`, () => checkSchedule(good));
}

const BAD: Readonly<Record<string, RegExp>> = {
  "": /expected five fields, found 1/,
  "* * * *": /expected five fields, found 4/,
  "@weekly": /five fields/,
  "60 * * * *": /minute is "60"/,
  "* 24 * * *": /hour is "24"/,
  "* * 0 * *": /day of month is "0"/,
  "* * L * *": /day of month is "L"/,
  "* * * 13 *": /month is "13"/,
  "* * * * 1#2": /day of week is "1#2"/,
  "* * * * ?": /day of week is "\?"/,
  "* * * * sat-sun": /day of week is "sat-sun", an empty range, because cron takes sun as 0: write 6-7$/,
  "* * * * wed,Thu-SUN/2": /write wed,4-7\/2$/,
  "* * * * 4-sun": /write 4-7$/,
  "* * * * mon-sun": /write 1-7$/,
  "0 0 30 2 *": /never runs/,
  "0 0 30 2 */2": /never runs/,
  "* * * * *\n* * * * *": /characters that cron does not know/,
};

for (const [schedule, says] of Object.entries(BAD)) {
  Deno.test(`checkSchedule() refuses ${JSON.stringify(schedule)} and names the field`, () => {
    assert.throws(() => checkSchedule(schedule), says);
  });
}
