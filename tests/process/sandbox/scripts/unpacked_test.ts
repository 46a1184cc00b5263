import assert from "node:assert/strict";
import { unpackedArgv } from "../../../../lib/sandbox/scripts.ts";
import { exists, kill, newProject, ScriptHost, until } from "./fixture.ts";

/** A docker that writes down its pid, and does not answer. */
const SILENT = '#!/bin/sh\necho "$$" >>"${0%/*}/../called"\nexec sleep 100 >/dev/null 2>&1\n';

/** Lists a directory. */
const names = async (dir: string) =>
  (await Array.fromAsync(Deno.readDir(dir)).catch(() => [])).map(({ name }) => `${dir}/${name}`);

for (const [script, args] of [["down.sh", ["", newProject()]], ["sweep.sh", [""]]] as const) {
  Deno.test(`unpacked.sh leaves no file of ${script} when it is killed`, async () => {
    await using host = new ScriptHost();
    await Deno.mkdir(`${host.root}/tmp`);
    host.env.TMPDIR = `${host.root}/tmp`;
    host.program("docker", SILENT);
    const temporary = async () => [
      ...await names(`${host.root}/tmp`),
      ...(await names(host.home)).filter((path) => path !== `${host.home}/sandboxes`),
      ...(await names("/dev/shm")).filter((path) => path.includes("/tmp.")),
    ];
    const before = await temporary();
    const { pid, ended } = host.spawn(["setsid", ...unpackedArgv(script, ...args)]);
    await until("the Engine is asked", () => exists(`${host.root}/called`));
    kill(-pid, "SIGKILL");
    const called = await Deno.readTextFile(`${host.root}/called`);
    for (const each of called.split("\n").filter((line) => line !== "")) kill(Number(each), "SIGKILL");
    await ended;
    assert.deepEqual((await temporary()).filter((path) => !before.includes(path)), []);
  });
}
