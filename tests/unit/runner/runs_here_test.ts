import assert from "node:assert/strict";
import { runsHere } from "../../../lib/runner/runs_here.ts";

Deno.test("runsHere() is below XDG_STATE_HOME if that is absolute, otherwise below HOME", () => {
  const at = (XDG_STATE_HOME: string | undefined) => {
    const variables: Readonly<Record<string, string | undefined>> = { XDG_STATE_HOME, HOME: "/home/ana" };
    return runsHere({ env: (name) => variables[name] });
  };
  const usual = "/home/ana/.local/state/e2e/runs";
  assert.deepEqual([at(undefined), at(""), at("state"), at("/s")], [usual, usual, usual, "/s/e2e/runs"]);
});
