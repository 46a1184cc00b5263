import assert from "node:assert/strict";
import { rotatedLog } from "../../../lib/files/rotated_log.ts";

/** Opens a log, writes to it, and closes it. */
function write(path: string, text: string): void {
  using log = rotatedLog(path, (message) => assert.fail(message));
  log.write(text);
}

Deno.test("rotatedLog() appends, rotates a large file, and keeps five files", async () => {
  const dir = await Deno.makeTempDir(), path = `${dir}/log/web.log`;
  try {
    write(path, "one\n");
    write(path, "two\n");
    assert.equal(await Deno.readTextFile(path), "one\ntwo\n");
    for (let run = 0; run < 8; run++) write(path, `${run}${"x".repeat(3_000_000)}\n`);
    const names = [...Deno.readDirSync(`${dir}/log`)].map(({ name }) => name).toSorted();
    assert.deepEqual(names, ["web.log", "web.log.1", "web.log.2", "web.log.3", "web.log.4"]);
    assert.deepEqual(names.map((name) => Deno.readTextFileSync(`${dir}/log/${name}`)[0]), ["7", "6", "5", "4", "3"]);
    assert.ok(names.every((name) => Deno.statSync(`${dir}/log/${name}`).size < 1_200_000));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("rotatedLog() reports one error, and throws none, when it cannot write", () => {
  const errors: string[] = [];
  using log = rotatedLog("/proc/log/web.log", (message) => errors.push(message));
  log.write("a");
  log.write("b");
  assert.equal(errors.length, 1);
});
