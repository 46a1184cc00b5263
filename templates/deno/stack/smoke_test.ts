// Inspects the running stack. The tool sets COMPOSE_FILE and COMPOSE_PROJECT_NAME.
import assert from "node:assert/strict";

Deno.test("the service runs", async () => {
  const args = ["compose", "ps", "--services", "--status", "running"];
  const { stdout } = await new Deno.Command("docker", { args }).output();
  assert.ok(new TextDecoder().decode(stdout).split("\n").includes("web"));
});
