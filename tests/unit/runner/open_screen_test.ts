import assert from "node:assert/strict";
import { prefixed } from "../../../lib/runner/open_screen.ts";

Deno.test("prefixed() writes whole lines with the prefix, also of text that arrives in pieces", () => {
  const written: string[] = [], write = prefixed("shop | ", (text) => written.push(text));
  ["on", "e\ntw", "o\n\nrest"].forEach(write);
  assert.deepEqual(written, ["shop | one\n", "shop | two\n", "shop | \n"]);
});
