import assert from "node:assert/strict";
import { dockerLogs } from "../../../lib/sandbox/docker_argv.ts";

Deno.test("dockerLogs() builds an argv", () =>
  assert.deepEqual(dockerLogs({ container: "4f1d", lines: 50 }), ["docker", "logs", "--tail", "50", "4f1d"]));
