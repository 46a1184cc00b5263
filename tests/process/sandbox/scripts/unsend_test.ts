import assert from "node:assert/strict";
import { exists, ScriptHost } from "./fixture.ts";

Deno.test("unsend.sh removes files that left the repository, keeps those of the tests, and follows no link out of the sandbox", async () => {
  await using host = new ScriptHost();
  const { dir } = await host.make();
  const outside = `${host.root}/outside`;
  await Deno.mkdir(outside);
  for (const path of [`${outside}/b`, `${dir}/repo/gone`, `${dir}/repo/stays`, `${dir}/repo/written`]) {
    await Deno.writeTextFile(path, "");
  }
  await Deno.symlink(outside, `${dir}/repo/a`); // the tests replaced a directory that was sent
  await Deno.writeTextFile(`${dir}/sent`, "a/b\0gone\0stays\0");
  const unsend = (list: string, bytes = list.length) =>
    host.start("unsend.sh", [dir, `${bytes}`], { stdin: list }).ended;
  assert.equal((await unsend("stays\0", 99)).code, 1);
  assert.ok(await exists(`${dir}/repo/gone`), "an incomplete list removes nothing");
  const { code, stderr } = await unsend("stays\0");
  assert.deepEqual([code, stderr], [0, ""]);
  const there = ["repo/gone", "repo/stays", "repo/written"].map((path) => exists(`${dir}/${path}`));
  assert.deepEqual(await Promise.all(there), [false, true, true]);
  assert.ok(await exists(`${outside}/b`));
  await host.run("down.sh", dir, dir.split("/").at(-1) ?? "");
});
