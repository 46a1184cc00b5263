import assert from "node:assert/strict";
import { makeBell } from "../../../../lib/hub/server/bell.ts";

const long = { timeoutMs: 600_000, signal: new AbortController().signal };

Deno.test("wait() ends for all when the bell rings", async () => {
  const bell = makeBell(), waits = [bell.wait(long), bell.wait(long)];
  bell.ring();
  assert.deepEqual(await Promise.all(waits), [true, true]);
});

Deno.test("wait() returns false at its timeout, and when it is cancelled", async () => {
  const bell = makeBell(), cancel = new AbortController();
  assert.equal(await bell.wait({ ...long, timeoutMs: 0 }), false);
  const wait = bell.wait({ ...long, signal: cancel.signal });
  cancel.abort();
  assert.equal(await wait, false);
  assert.equal(await bell.wait({ ...long, signal: cancel.signal }), false);
});

Deno.test("wait() ends at once when the bell is closed", async () => {
  const bell = makeBell(), wait = bell.wait(long);
  bell.close();
  assert.deepEqual([await wait, await bell.wait(long), bell.isClosed()], [true, true, true]);
});
