import assert from "node:assert/strict";
import { parseJson } from "../../../lib/files/parse_json.ts";

Deno.test("parseJson() parses JSON, and returns undefined for a missing or incomplete text", () => {
  assert.deepEqual([parseJson('{"a":1}'), parseJson('{"a"'), parseJson(""), parseJson(undefined)], [
    { a: 1 },
    undefined,
    undefined,
    undefined,
  ]);
});
