import assert from "node:assert/strict";
import { triggerOf } from "../../../lib/runner/trigger.ts";

/** Environments, and what starts a run in them. */
const ROWS: readonly (readonly [env: Readonly<Record<string, string>>, trigger: string])[] = [
  [{}, "person"],
  [{ CI: "true" }, "ci"],
  [{ CI: "1" }, "ci"],
  [{ CI: "woodpecker" }, "ci"],
  [{ CI: "false" }, "person"],
  [{ CI: "0", GITHUB_ACTIONS: "true" }, "person"],
  [{ CI: "" }, "person"],
  [{ CI: "", GITLAB_CI: "true" }, "ci"],
  [{ GITHUB_ACTIONS: "true" }, "ci"],
  [{ GITHUB_ACTIONS: "" }, "person"],
  [{ GITHUB_ACTIONS: "false" }, "person"],
  [{ BUILDKITE: "true" }, "ci"],
  [{ JENKINS_URL: "https://ci.example.org/" }, "ci"],
  [{ TF_BUILD: "True" }, "ci"],
  [{ TEAMCITY_VERSION: "2026.1" }, "ci"],
];

for (const [env, trigger] of ROWS) {
  Deno.test(`triggerOf() returns ${trigger} for ${JSON.stringify(env)}`, () => {
    assert.equal(triggerOf({ schedule: undefined, env: (name) => env[name] }), trigger);
  });
}

Deno.test("triggerOf() returns schedule for a scheduled run, also on a machine of a CI system", () => {
  assert.equal(triggerOf({ schedule: { id: "shop" }, env: () => "true" }), "schedule");
});
