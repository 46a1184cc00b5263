// Sends the running stack a request as a user would. The tool sets its address; without it the address is localhost.
import assert from "node:assert/strict";

const base = `http://${Deno.env.get("E2E_WEB_8080") ?? "localhost:8080"}`;

Deno.test("answers without an error", async () => {
  const answer = await fetch(base + "/hello", { signal: AbortSignal.timeout(10_000) });
  await answer.body?.cancel();
  assert.ok(answer.status < 500, `status ${answer.status}`);
});
