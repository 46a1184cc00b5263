import assert from "node:assert/strict";
import { onHost } from "../../../lib/host/on_host.ts";

Deno.test("onHost() names the host of a command, but not this machine", () => {
  assert.equal(onHost("local", "docker info"), "docker info");
  assert.equal(onHost("ana@box", "docker info"), "ssh ana@box docker info");
});

Deno.test("onHost() quotes what the shell of this machine would change", () => {
  assert.equal(onHost("box", "~/.e2e/bin/e2e-host flush"), "ssh box '~/.e2e/bin/e2e-host flush'");
  assert.equal(onHost("box", "git -C 'a b' pull"), `ssh box 'git -C '\\''a b'\\'' pull'`);
});
