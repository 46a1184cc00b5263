import assert from "node:assert/strict";
import { rsyncArgv } from "../../../lib/host/rsync_argv.ts";

const always = "rsync --recursive --times --perms --checksum --stats";

Deno.test("rsyncArgv() copies everything below a directory", () => {
  assert.equal(rsyncArgv("/a", "/b", { links: false }).join(" "), `${always} --no-links /a/ /b/`);
});

Deno.test("rsyncArgv() copies the listed files over a remote shell, and unchanged ones from another directory", () => {
  const options = { links: true, files: "a\0", copyDest: "/c", over: ["--rsh=x"] };
  const more = "--protect-args --rsh=x --links --from0 --files-from=- --copy-dest=/c";
  assert.equal(rsyncArgv("/a", "e2e:/b", options).join(" "), `${always} ${more} /a/ e2e:/b/`);
});
