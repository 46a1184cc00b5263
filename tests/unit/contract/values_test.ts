import { deepEqual } from "node:assert/strict";
import { assignments, list, mapping, text, texts } from "../../../lib/contract/values.ts";

Deno.test("mapping() returns an empty mapping for anything else", () =>
  deepEqual([{ a: 1 }, [], "x", null].map(mapping), [{ a: 1 }, {}, {}, {}]));
Deno.test("list() wraps a single value, and returns an empty list for a missing one", () =>
  deepEqual([["a"], "a", 0, null, undefined].map(list), [["a"], ["a"], [0], [], []]));
Deno.test("text() returns the text of scalars only", () =>
  deepEqual(["a", 1, true, null, {}].map(text), ["a", "1", "true", undefined, undefined]));
Deno.test("texts() skips values that are not scalars", () => deepEqual(texts(["a", 1, {}, null]), ["a", "1"]));
Deno.test("assignments() reads mappings and lists", () => {
  deepEqual(assignments({ A: 1, B: null }), ["A=1", "B="]);
  deepEqual(assignments(["A=1", {}]), ["A=1"]);
});
