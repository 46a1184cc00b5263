// Inspects the running stack. The tool sets COMPOSE_FILE and COMPOSE_PROJECT_NAME.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

test("the service runs", () => {
  const running = execFileSync("docker", ["compose", "ps", "--services", "--status", "running"], { encoding: "utf8" });
  assert.ok(running.split("\n").includes("web"), running);
});
