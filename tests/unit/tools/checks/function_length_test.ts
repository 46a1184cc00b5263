import assert from "node:assert/strict";
import manifest from "../../../../deno.json" with { type: "json" };
import plugin from "../../../../tools/checks/function_length.ts";

/** The messages for a file with one function of so many lines. */
function messages(filename: string, lines: number, begin = "export function f() {"): readonly string[] {
  const source = [begin, ...Array.from({ length: lines - 2 }, () => "  f();"), "}"].join("\n");
  return Deno.lint.runPlugin(plugin, filename, source).map(({ message }) => message);
}

Deno.test("the lint plugin reports a function of more than 40 lines", () => {
  const found = ["A function of 41 lines, expected at most 40"];
  assert.deepEqual(messages("/e2e/lib/report/a.ts", 41), found);
  assert.deepEqual(messages("/e2e/tools/a.ts", 41, "export const f = async () => {"), found);
  assert.deepEqual(messages("cli.ts", 41), found);
});

Deno.test("the lint plugin allows 40 lines, and any function of a test", () => {
  assert.deepEqual(messages("/e2e/lib/report/a.ts", 40), []);
  assert.deepEqual(messages("/e2e/tests/unit/report/a_test.ts", 100), []);
});

Deno.test("deno lint uses the plugin", () => {
  assert.deepEqual(manifest.lint.plugins, ["./tools/checks/function_length.ts"]);
});
