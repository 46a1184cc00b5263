import assert from "node:assert/strict";
import { behindDashes } from "../../../lib/cli/behind_dashes.ts";

Deno.test("behindDashes() splits arguments at the first --, and keeps a trailing one", () => {
  assert.deepEqual(behindDashes(["a", "--", "b", "--", "c"]), { own: ["a"], behind: ["b", "--", "c"] });
  assert.deepEqual(behindDashes(["a", "--"]), { own: ["a", "--"], behind: [] });
  assert.deepEqual(behindDashes(["a"]), { own: ["a"], behind: [] });
});
