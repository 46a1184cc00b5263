import assert from "node:assert/strict";
import { runsDirectory } from "../../../lib/store/runs_directory.ts";

Deno.test("runsDirectory() is below XDG_STATE_HOME if that is absolute, otherwise below HOME", () => {
  const at = (XDG_STATE_HOME: string | undefined) => runsDirectory({ XDG_STATE_HOME, HOME: "/home/ana" });
  const usual = "/home/ana/.local/state/e2e/runs";
  assert.deepEqual([at(undefined), at(""), at("state"), at("/s")], [usual, usual, usual, "/s/e2e/runs"]);
});
