import assert from "node:assert/strict";
import { splitAtDashes } from "../../../lib/cli/split_at_dashes.ts";

Deno.test("splitAtDashes() splits arguments at the first --, and keeps a trailing one", () => {
  assert.deepEqual(splitAtDashes(["a", "--", "b", "--", "c"]), { own: ["a"], after: ["b", "--", "c"] });
  assert.deepEqual(splitAtDashes(["a", "--"]), { own: ["a", "--"], after: [] });
  assert.deepEqual(splitAtDashes(["a"]), { own: ["a"], after: [] });
});
