import assert from "node:assert/strict";
import { local } from "../../../lib/host/local.ts";
import type { Transport } from "../../../lib/host/transport.ts";
import { readCronHost } from "../../../lib/schedule/cron_host.ts";
import { crontabBlocks, withBlock } from "../../../lib/schedule/crontab.ts";
import { editCrontab } from "../../../lib/schedule/edit_crontab.ts";

/** A slow crontab(1) that stores a file, and refuses one with the word "refused". */
const CRONTAB = `#!/bin/sh
spool=$HOME/spool
case $1 in
  -l) [ -e "$spool" ] || { echo "no crontab for $(id -un)" >&2; exit 1; }; cat "$spool" ;;
  -r) rm "$spool" ;;
  *) ! grep refused "$1" >&2 || exit 1; sleep 0.1; cat "$1" >"$spool" ;;
esac
`;

/** A host with a new home, and with this crontab(1) or none. */
async function hostWith(crontab: string | undefined, use: (host: Transport, home: string) => Promise<void>) {
  const home = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${home}/bin`);
    for (const { name } of Deno.readDirSync("/usr/bin")) {
      if (name !== "crontab") await Deno.symlink(`/usr/bin/${name}`, `${home}/bin/${name}`);
    }
    if (crontab !== undefined) await Deno.writeTextFile(`${home}/bin/crontab`, crontab, { mode: 0o755 });
    const run: Transport["run"] = ([program, ...args], options) =>
      local().run(["sh", "-c", 'HOME=$1 PATH=$1/bin; shift; exec "$@"', "sh", home, program, ...args], options);
    await use({ ...local("box"), run }, home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("editCrontab() loses no edit when several run at once", () =>
  hostWith(CRONTAB, async (host) => {
    const slugs = ["a", "b", "c", "d", "e"];
    await Promise.all(slugs.map((slug) => editCrontab(host, (crontab) => withBlock(crontab, slug, ["line"]))));
    const blocks = crontabBlocks((await readCronHost(host)).crontab ?? "");
    assert.deepEqual(blocks.map(({ slug }) => slug).toSorted(), slugs);
  }));

Deno.test("editCrontab() keeps the old crontab and reports the reason when crontab(1) refuses the new one", () =>
  hostWith(CRONTAB, async (host, home) => {
    await editCrontab(host, () => "old\n");
    await assert.rejects(editCrontab(host, () => "refused\n"), /Installing the crontab failed on box: refused/);
    assert.equal(await Deno.readTextFile(`${home}/spool`), "old\n");
  }));

Deno.test("readCronHost() names the package when a host has no cron", () =>
  hostWith(undefined, async (host) => {
    await assert.rejects(readCronHost(host), {
      message: "cron is not installed on box",
      hint: "on box: sudo apt-get install cron",
    });
  }));
