import assert from "node:assert/strict";
import { scheduleWords } from "../../../lib/schedule/schedule_words.ts";

const WORDS: Record<string, string> = {
  "13 3 * * 0": "At 03:13, only on Sunday",
  "0 3 */2 * 0": "At 03:00, every 2 days in a month, only on Sunday",
  "0 3 1 * 0": "At 03:00, on day 1 of the month, or at 03:00, only on Sunday",
  "0 3 1 * 1-5": "At 03:00, on day 1 of the month, or at 03:00, Monday through Friday",
  "0 3 1 jan *": "At 03:00, on day 1 of the month, only in January",
  "*/5 3 * * *": "Every 5 minutes, between 03:00 and 03:59",
};
const WITHOUT_WORDS = [
  ...["no schedule", "0 3 * * 1,*", "0 3 1,* * 0", "0 3 *,1 * 0", "*,5 3 * * *", "*/5,3 * * * *"],
  ...["0 3 1-7 * */7", "0 3 * * 1-5/2", "*/45 3 * * *", "0 */13 * * *", "0 3 */40 * *", "0 3 * */7 *"],
];
for (const cron of WITHOUT_WORDS) WORDS[cron] = cron;
for (const [cron, words] of Object.entries(WORDS)) {
  Deno.test(`scheduleWords() says when cron starts "${cron}"`, () => assert.equal(scheduleWords(cron), words));
}
