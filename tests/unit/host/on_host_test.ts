import assert from "node:assert/strict";
import { onHost } from "../../../lib/host/on_host.ts";

Deno.test("onHost() names the host of a command, but not this machine", () => {
  assert.equal(onHost("local", "docker info"), "docker info");
  assert.equal(onHost("ana@box", "docker info"), "ssh ana@box docker info");
});
