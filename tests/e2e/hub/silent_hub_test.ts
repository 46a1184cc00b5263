import assert from "node:assert/strict";
import { OddHub, RudeHub } from "../../process/hub/client/odd_hub.ts";
import { StoredRuns } from "../../process/store/stored_runs.ts";

Deno.test("e2e flush sends a result again, with the same key, when the hub does not answer in time", async () => {
  await using stored = new StoredRuns();
  const [id = ""] = stored.finish(1);
  {
    await using silent = new RudeHub(() => Promise.resolve());
    assert.equal((await stored.run(["flush", "--hub", silent.url])).code, 7);
    assert.deepEqual(stored.marks(id), ["tries"]);
  }
  await using hub = new OddHub();
  assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
  assert.deepEqual([hub.seen.map(({ key }) => key), stored.marks(id)], [[id], ["delivered", "tries"]]);
});
