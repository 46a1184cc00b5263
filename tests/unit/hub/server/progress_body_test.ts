import assert from "node:assert/strict";
import { progressBodySchema } from "../../../../lib/hub/server/progress_body.ts";
import { progressEvent } from "../../../../lib/hub/client/progress_event.ts";
import { badResult, passedResult } from "../../result/events.ts";

const schedule = { id: "shop", cron: "0 3 * * 1", zone: "Europe/Berlin", next_expected_at: null };
const RESULTS = {
  passed: passedResult,
  failed: badResult("failed"),
  scheduled: { ...passedResult, schedule },
  older: { ...passedResult, trigger: null },
};
for (const [name, result] of Object.entries(RESULTS)) {
  Deno.test(`progressBodySchema accepts the event of a ${name} run unchanged`, () => {
    const sent = JSON.parse(JSON.stringify(progressEvent(result)));
    assert.deepEqual(progressBodySchema.parse(sent), sent);
  });
}
