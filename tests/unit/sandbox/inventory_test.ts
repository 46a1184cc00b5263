import assert from "node:assert/strict";
import type { ExecResult } from "../../../lib/host/exec.ts";
import { readInventory } from "../../../lib/sandbox/inventory.ts";

const ended = (code: number, stdout = "", kind: ExecResult["kind"] = "exited"): ExecResult => ({
  kind,
  code,
  stdout,
  stderr: "",
});

Deno.test("readInventory() is verified and empty when the removal ended with 0", () => {
  assert.deepEqual(readInventory(ended(0)), { verified: true, leftovers: [] });
});

Deno.test("readInventory() lists what is left", () => {
  assert.deepEqual(readInventory(ended(1, "container\te2e-a-1-db-1\nvolume\tdata of mine\n")), {
    verified: true,
    leftovers: [{ kind: "container", name: "e2e-a-1-db-1" }, { kind: "volume", name: "data of mine" }],
  });
});

for (const result of [ended(1), ended(4), ended(75), ended(2), ended(124, "", "timed-out"), ended(255, "", "lost")]) {
  Deno.test(`readInventory() is not verified when the removal ended with ${result.code}`, () => {
    const { verified, message } = readInventory(result);
    assert.equal(verified, false);
    assert.ok(message !== undefined && message !== "");
  });
}
