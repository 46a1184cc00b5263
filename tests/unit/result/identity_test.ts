import assert from "node:assert/strict";
import { newRunId, projectName, shortId } from "../../../lib/result/identity.ts";

Deno.test("newRunId() returns ids that sort by time and end with random digits", () => {
  const [first, second, later] = [newRunId(1_000), newRunId(1_000), newRunId(2_000)];
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(first < later && second < later);
  assert.notEqual(shortId(first), shortId(second));
});

Deno.test("projectName() returns a valid project name of Docker Compose", () => {
  assert.equal(projectName("activity-core", "01a20ccc-e06c-7644-a257-555da799b897"), "e2e-activity-core-a799b897");
});
