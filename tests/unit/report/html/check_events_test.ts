import assert from "node:assert/strict";
import { readCheckEvents } from "../../../../lib/report/html/check_events.ts";
import { check, notice } from "../../result/events.ts";

Deno.test("readCheckEvents() returns check events, and skips other events and broken lines", () => {
  const lines = [check("wait"), notice("n"), { ...check("ok"), status: "of-tomorrow" }, check("ok")];
  const text = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{"kind":"chec`;
  assert.deepEqual(readCheckEvents(text), [check("wait"), check("ok")]);
});
