import assert from "node:assert/strict";
import { join } from "node:path";
import { diskTest } from "../../store/full_disk.ts";
import { StoredRuns } from "../../store/stored_runs.ts";
import { OddHub } from "./odd_hub.ts";

diskTest("deliver() sends a result again, with the same key, if a full disk prevents its mark", async (disk) => {
  const stored = new StoredRuns(disk), [id = ""] = stored.finish(1);
  await using hub = new OddHub();
  await Deno.writeTextFile(join(disk, "fill"), "x".repeat(65_536)).catch(() => {});
  const full = await stored.run(["flush", "--hub", hub.url]);
  assert.deepEqual([full.code, stored.marks(id)], [0, []], full.stderr);
  await Deno.remove(join(disk, "fill"));
  assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
  assert.deepEqual([hub.seen.map(({ key }) => key), stored.marks(id)], [[id, id], ["delivered"]]);
});
