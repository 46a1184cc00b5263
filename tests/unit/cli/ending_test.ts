import assert from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { endingOf, leaving } from "../../../lib/cli/ending.ts";

Deno.test("endingOf() shows a UserError with its hint, and any other error with its stack", () => {
  assert.deepEqual(endingOf(new UserError("No", { hint: "try" })), { text: "No\nhint: try\n", code: 2 });
  assert.deepEqual(endingOf(new UserError("No", { outcome: "busy" })), { text: "No\n", code: 75 });
  const { text, code } = endingOf(new TypeError("oh"));
  assert.deepEqual(
    [code, /^This is a bug of the tool, please report it:\nTypeError: oh\n/.test(text)],
    [70, true],
    text,
  );
});

Deno.test("leaving() prints the farewell, and ends with the signal's exit code", () => {
  assert.deepEqual(leaving("SIGINT", "bye"), { text: "bye\n", code: 130 });
  assert.deepEqual(leaving("SIGTERM", ""), { text: "", code: 143 });
});
