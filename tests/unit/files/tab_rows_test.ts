import assert from "node:assert/strict";
import { tabRows, tabValues } from "../../../lib/files/tab_rows.ts";

Deno.test("tabRows() splits lines into fields, and leaves out empty lines", () => {
  assert.deepEqual(tabRows("a\tb c\t\n\nd\n"), [["a", "b c", ""], ["d"]]);
});

Deno.test("tabValues() collects the values of a name, keeps TABs in values, and leaves out lines without a TAB", () => {
  const values = tabValues("left\tone\nnoise\nleft\ttwo\tthree\nempty\t\n");
  assert.deepEqual([...values], [["left", ["one", "two\tthree"]], ["empty", [""]]]);
});
