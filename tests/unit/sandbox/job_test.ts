import assert from "node:assert/strict";
import { readJobEnd } from "../../../lib/sandbox/job.ts";

Deno.test("readJobEnd() reads the last line of the supervisor", () => {
  assert.deepEqual(
    readJobEnd("code=137 timed_out=1 ended_by=- left=2 started_ms=1 ended_ms=2 took_ms=2010 bytes=4096"),
    {
      code: 137,
      timedOut: true,
      endedBy: undefined,
      tookMs: 2010,
      left: 2,
      bytes: 4096,
    },
  );
  assert.equal(readJobEnd("code=143 timed_out=0 ended_by=lease left=0 took_ms=1 bytes=0").endedBy, "lease");
});
