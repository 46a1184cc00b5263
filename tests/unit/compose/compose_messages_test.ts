import assert from "node:assert/strict";
import { composeErrors, composeWarnings } from "../../../lib/compose/compose_messages.ts";

const STDERR = [
  'time="2026-11-24T09:00:00Z" level=warning msg="The \\"TOKEN\\" variable is not set. Defaulting to a blank string."',
  'time="2026-11-24T09:00:00Z" level=warning msg="/a/compose.yml: `version` is obsolete"',
  'service "web" has neither an image nor a build context specified: invalid compose project',
].join("\n");

Deno.test("composeWarnings() returns plain messages, without those that users cannot act on", () => {
  assert.deepEqual(composeWarnings(STDERR), ['The "TOKEN" variable is not set. Defaulting to a blank string.']);
});

Deno.test("composeErrors() returns what went wrong without the warnings", () => {
  assert.deepEqual(composeErrors(STDERR), [
    'service "web" has neither an image nor a build context specified: invalid compose project',
  ]);
});
