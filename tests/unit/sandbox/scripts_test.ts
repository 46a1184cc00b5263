import assert from "node:assert/strict";
import { remoteCommand } from "../../../lib/host/ssh/remote_command.ts";
import { makeArgv, SCRIPTS, unpackedArgv } from "../../../lib/sandbox/scripts.ts";

/** The longest argument that Linux accepts. Source: execve(2), MAX_ARG_STRLEN. */
const LONGEST = 128 * 1024;

Deno.test("makeArgv() fits into one argument of ssh", () => {
  const argv = makeArgv("/home/ana/.e2e", "e2e-web-0a1b2c3d", "120", "down");
  assert.ok(remoteCommand(argv).length < LONGEST - 20_000, `${remoteCommand(argv).length} bytes`);
});

Deno.test("unpackedArgv() passes a script, the scripts that it needs, and its arguments", () => {
  const [, , , ...args] = unpackedArgv("list.sh", "/home/ana/.e2e");
  assert.deepEqual(args.filter((arg) => !arg.startsWith("#!")), [
    "unpacked.sh",
    "list.sh",
    "lease.sh",
    "--",
    "list.sh",
    "/home/ana/.e2e",
  ]);
  assert.ok(args.includes(SCRIPTS["lease.sh"]));
});
