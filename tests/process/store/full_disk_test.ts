import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns, openRun } from "../../../lib/store/run_store.ts";
import { OddHub } from "../hub/client/odd_hub.ts";
import { StoredRuns } from "./stored_runs.ts";
import { runHeaderSchema } from "../../../lib/result/run_header.ts";
import { ended, notice, output, passedResult } from "../../unit/result/events.ts";

async function sh(script: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("sh", { args: ["-c", script, "sh", ...args] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** A test on a disk of 64 kB, which only root can make. */
function diskTest(name: string, use: (disk: string) => Promise<void>): void {
  const fn = async () => {
    const disk = await Deno.makeTempDir({ prefix: "e2e-disk-" });
    await sh('mount -t tmpfs -o size=64k tmpfs "$1"', disk);
    try {
      await use(disk);
    } finally {
      await sh('umount "$1" && rmdir "$1"', disk);
    }
  };
  Deno.test({ name, ignore: Deno.uid() !== 0, fn });
}

diskTest(
  "what a full disk does not let be marked as delivered stays waiting, and is sent again with the same key",
  async (disk) => {
    const stored = new StoredRuns(disk), [id = ""] = stored.finish(1);
    await using hub = new OddHub();
    await Deno.writeTextFile(join(disk, "fill"), "x".repeat(65_536)).catch(() => {});
    const full = await stored.run(["flush", "--hub", hub.url]);
    assert.deepEqual([full.code, stored.marks(id)], [0, []], full.stderr);
    await Deno.remove(join(disk, "fill"));
    assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
    assert.deepEqual([hub.seen.map(({ key }) => key), stored.marks(id)], [[id, id], ["delivered"]]);
  },
);

diskTest("openRun() tells a full disk once for the logs and once for the result, and goes on", async (disk) => {
  const errors: string[] = [];
  const header = runHeaderSchema.parse(passedResult);
  const files = openRun(disk, { header, onError: (error) => errors.push(error) });
  files.report(notice("before"));
  for (let each = 0; each < 50; each++) files.report(output("x".repeat(4096)));
  files.report(notice("lost".repeat(5000)));
  files.report(ended(passedResult));
  assert.deepEqual(errors.map((error) => error.replace(/:.*/, "")), [
    `Cannot write to ${files.path}`,
    `Cannot write to ${files.path}/result.json`,
  ]);
  assert.equal(listRuns(disk)[0]?.state, "running");

  await Deno.truncate(join(files.path, "output.log"));
  files.report(notice("after"));
  files.report(ended(passedResult));
  files.close();
  assert.equal(errors.length, 2);
  assert.deepEqual(listRuns(disk)[0]?.result, passedResult);
  const lines = (await Deno.readTextFile(join(files.path, "events.jsonl"))).split("\n");
  assert.deepEqual([lines[0], lines.includes(JSON.stringify(notice("after")))], [
    JSON.stringify(notice("before")),
    true,
  ]);
});
