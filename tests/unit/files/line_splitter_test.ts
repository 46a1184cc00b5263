import assert from "node:assert/strict";
import { LineSplitter } from "../../../lib/files/line_splitter.ts";

Deno.test("LineSplitter returns lines when they are complete, and the incomplete last one at the end", () => {
  const lines = new LineSplitter();
  assert.deepEqual(["a", "b\nc\n\nd"].map((text) => lines.push(text)), [[], ["ab", "c", ""]]);
  assert.deepEqual([lines.rest, lines.end(), lines.end()], ["d", ["d"], []]);
});

Deno.test("LineSplitter returns a line that is too long in pieces", () => {
  const lines = new LineSplitter(), long = "x".repeat(1_000_001);
  assert.deepEqual([lines.push(long), lines.push("y\n")], [[long], ["y"]]);
});
