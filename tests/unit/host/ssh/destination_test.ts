import assert from "node:assert/strict";
import { UserError } from "../../../../lib/errors.ts";
import { destination } from "../../../../lib/host/ssh/destination.ts";

const ROWS: readonly (readonly [text: string, expected: string])[] = [
  ["railiance01", "railiance01"],
  ["ana@railiance01", "ana@railiance01"],
  ["ssh://ana@railiance01:2222", "ssh://ana@railiance01:2222"],
  ["railiance01:2222", "ssh://railiance01:2222"],
  ["ana@[fd00::1]:2222", "ssh://ana@[fd00::1]:2222"],
  ["[fd00::1]", "fd00::1"],
  ["fd00::1", "fd00::1"],
];
for (const [text, expected] of ROWS) {
  Deno.test(`destination() returns "${expected}" for "${text}"`, () => assert.equal(destination(text), expected));
}

for (const text of ["-oProxyCommand=x", "", "a b", "a\nb"]) {
  Deno.test(`destination() refuses ${JSON.stringify(text)}`, () => assert.throws(() => destination(text), UserError));
}
