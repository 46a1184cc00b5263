import assert from "node:assert/strict";
import { messageOf } from "../../lib/errors.ts";

Deno.test("messageOf() returns the message of an error, and any other value as text", () => {
  assert.deepEqual([new TypeError("no"), "text", 3, undefined].map(messageOf), ["no", "text", "3", "undefined"]);
});
