import assert from "node:assert/strict";
import type { ExecResult } from "../../../lib/host/exec.ts";
import { local } from "../../../lib/host/local.ts";
import type { Transport } from "../../../lib/host/transport.ts";
import { type CronHost, readCronHost } from "../../../lib/schedule/cron_host.ts";
import { editCrontab } from "../../../lib/schedule/edit_crontab.ts";
import { putBinary, tidyBinaries } from "../../../lib/schedule/put_binary.ts";

/** A crontab(1) that stores a file. */
const CRONTAB = `#!/bin/sh
case $1 in -l) cat "$HOME/spool" ;; *) cat "$1" >"$HOME/spool" ;; esac
`;
const LOST: ExecResult = { kind: "lost", code: 255, stdout: "", stderr: "Connection closed" };

/** A host with a new home, a binary for it, and the same host behind a connection that breaks during an upload. */
async function withHome(
  use: (there: { host: Transport; cut: Transport; home: string; file: string; facts: CronHost }) => Promise<void>,
) {
  const home = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${home}/path`);
    await Deno.writeTextFile(`${home}/path/crontab`, CRONTAB, { mode: 0o755 });
    await Deno.writeTextFile(`${home}/spool`, "");
    const file = `${home}/new-e2e-host`;
    await Deno.writeTextFile(file, `#!/bin/sh\necho e2e-host 1\n#${" ".repeat(300_000)}\n`);
    const inHome = ["sh", "-c", 'export HOME="$1" PATH="$1/path:$PATH"; shift; exec "$@"', "sh", home] as const;
    const run: Transport["run"] = (argv, options) => local().run([...inHome, ...argv], options);
    const host = { ...local("box"), run };
    const cut: Transport = {
      ...host,
      push: () => Promise.resolve(LOST),
      run: async (argv, options) => {
        const { stdin } = options ?? {};
        if (!(stdin instanceof Uint8Array)) return await run(argv, options);
        return { ...await run(argv, { ...options, stdin: stdin.subarray(0, stdin.length / 2) }), ...LOST };
      },
    };
    await use({ host, cut, home, file, facts: await readCronHost(host) });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

const bin = (home: string) => [...Deno.readDirSync(`${home}/.e2e/bin`)].map(({ name }) => name).sort();

Deno.test("putBinary() removes an incomplete binary, and keeps the old one", () =>
  withHome(async ({ host, cut, home, file, facts }) => {
    assert.equal(await putBinary(host, { file, host: facts, allowTest: false }), "e2e-host 1");
    await Deno.writeTextFile(file, `#!/bin/sh\necho e2e-host 2\n#${" ".repeat(300_000)}\n`);
    await assert.rejects(putBinary(cut, { file, host: facts, allowTest: false }));
    assert.deepEqual(bin(home), ["e2e-host"]);
    assert.match(await Deno.readTextFile(`${home}/.e2e/bin/e2e-host`), /e2e-host 1/);
    assert.equal(await putBinary(host, { file, host: facts, allowTest: false }), "e2e-host 2");
    assert.deepEqual(bin(home), ["e2e-host", "e2e-host.previous"]);
  }));

Deno.test("putBinary() and tidyBinaries() remove an upload that a power cut interrupted", () =>
  withHome(async ({ host, home, file, facts }) => {
    const leave = () => Deno.mkdir(`${home}/.e2e/bin/.new-abcdef`, { recursive: true });
    await leave();
    await putBinary(host, { file, host: facts, allowTest: false });
    assert.deepEqual(bin(home), ["e2e-host"]);
    await leave();
    await tidyBinaries(host);
    assert.deepEqual(bin(home), ["e2e-host"]);
  }));

Deno.test("editCrontab() keeps the old crontab when the new one is incomplete", () =>
  withHome(async ({ host, cut, home }) => {
    await editCrontab(host, () => "one\n");
    await assert.rejects(editCrontab(cut, () => "two\nthree\n"));
    assert.equal(await Deno.readTextFile(`${home}/spool`), "one\n");
    assert.deepEqual([...Deno.readDirSync(`${home}/.e2e`)].map(({ name }) => name).sort(), ["crontab.lock"]);
  }));
