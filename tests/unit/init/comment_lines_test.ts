import { deepEqual } from "node:assert/strict";
import { commentLines } from "../../../lib/init/comment_lines.ts";

Deno.test("commentLines() wraps at the width", () => deepEqual(commentLines("aa bb cc", 5), ["aa bb", "cc"]));
Deno.test("commentLines() keeps a long word", () => deepEqual(commentLines("a bbbbbbb c", 4), ["a", "bbbbbbb", "c"]));
Deno.test("commentLines() replaces line breaks and control characters", () =>
  deepEqual(commentLines("a\nb\u2028c\u001bd"), ["a b c d"]));
