import assert from "node:assert/strict";
import { containersOnPort, dockerLogs, dockerVersion } from "../../../lib/sandbox/docker_argv.ts";

Deno.test("dockerVersion needs no Docker Engine", () => assert.equal(dockerVersion.join(" "), "docker --version"));

Deno.test("containersOnPort() lists the containers that publish a port", () => {
  assert.equal(containersOnPort(80).slice(0, 6).join(" "), "docker ps --filter publish=80/tcp --filter publish=80/udp");
});

Deno.test("dockerLogs() prints the last lines of a container's log", () => {
  assert.equal(dockerLogs({ container: "4f1d", lines: 50 }).join(" "), "docker logs --tail 50 4f1d");
});
