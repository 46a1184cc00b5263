// Sends the running stack a request as a user would. The tool sets its address; without it the address is localhost.
import assert from "node:assert/strict";
import { test } from "node:test";

const base = `http://${process.env.E2E_WEB_8080 ?? "localhost:8080"}`;

test("answers without an error", async () => {
  const answer = await fetch(base + "/hello", { signal: AbortSignal.timeout(10_000) });
  assert.ok(answer.status < 500, `status ${answer.status}`);
});
