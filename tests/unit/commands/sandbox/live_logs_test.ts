import assert from "node:assert/strict";
import { composeLogs } from "../../../../lib/commands/sandbox/live_logs.ts";

const argv = (service: string | undefined, follow: boolean) => composeLogs({ service, follow }).join(" ");

Deno.test("composeLogs() shows the logs of all services or one, once or until they end", () => {
  assert.equal(argv(undefined, false), "docker compose --ansi never logs --no-color");
  assert.equal(argv("web", true), "docker compose --ansi never logs --no-color --follow web");
});
