import assert from "node:assert/strict";
import { composeConfigArgv, composeWords, warnings } from "../../../../lib/lifecycle/up/resolve_model.ts";

Deno.test("composeConfigArgv() names the first file's directory as the project's", () => {
  assert.deepEqual(
    composeConfigArgv(["/s/repo/dev.yml", "/s/repo/e2e/more.yml"], { project: "e2e-a-1", profiles: ["ui"] }),
    [
      "docker",
      "compose",
      "--project-name",
      "e2e-a-1",
      "--project-directory",
      "/s/repo",
      "--file",
      "/s/repo/dev.yml",
      "--file",
      "/s/repo/e2e/more.yml",
      "--profile",
      "ui",
      "config",
      "--format",
      "json",
    ],
  );
});

const STDERR = [
  'time="2026-11-24T09:00:00Z" level=warning msg="The \\"TOKEN\\" variable is not set. Defaulting to a blank string."',
  'time="2026-11-24T09:00:00Z" level=warning msg="/a/compose.yml: `version` is obsolete"',
  'service "web" has neither an image nor a build context specified: invalid compose project',
].join("\n");

Deno.test("warnings() gives what Compose warns of as sentences, without what nobody can act on", () => {
  assert.deepEqual(warnings(STDERR), ['The "TOKEN" variable is not set. Defaulting to a blank string.']);
});

Deno.test("composeWords() gives what went wrong without the warnings", () => {
  assert.deepEqual(composeWords(STDERR), [
    'service "web" has neither an image nor a build context specified: invalid compose project',
  ]);
});
