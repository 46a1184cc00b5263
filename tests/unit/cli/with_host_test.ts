import assert from "node:assert/strict";
import { hostName } from "../../../lib/cli/with_host.ts";

const env = (value: string | undefined) => ({ env: () => value });

Deno.test("hostName() returns --host, or else RAILIANCE01_HOST", () => {
  assert.equal(hostName("lab", env("other")), "lab");
  assert.equal(hostName(undefined, env("other")), "other");
  assert.equal(hostName("local", env(undefined)), "local");
});

Deno.test("hostName() refuses no host, and one that ssh would read as an option", () => {
  const message = "No host given: use --host HOST, or set RAILIANCE01_HOST";
  assert.throws(() => hostName(undefined, env(undefined)), { message });
  assert.throws(() => hostName(undefined, env("")), { message });
  assert.throws(() => hostName("-oProxyCommand=x", env(undefined)), { outcome: "invalid" });
});
