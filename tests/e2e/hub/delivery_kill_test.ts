import assert from "node:assert/strict";
import { join } from "node:path";
import { deliveryState } from "../../../lib/store/delivery_state.ts";
import { ask, startHub } from "../../process/hub/server/fixture.ts";
import { OddHub, type Seen } from "../../process/hub/client/odd_hub.ts";
import { StoredRuns } from "../../process/store/stored_runs.ts";

/** The moments of a delivery at which the tool is killed. */
const MOMENTS = [
  "before the post",
  "the post arrives",
  "it is stored",
  "it is answered",
  "the page arrives",
  "it has the page",
];

/** Forwards requests of the tool to a real hub, and calls `at` at each moment. */
function relay(hub: string, at: (moment: string) => void): OddHub {
  const forward = async ({ method, path, body, key, contentType }: Seen) => {
    const isPost = method === "POST";
    at(isPost ? "the post arrives" : "the page arrives");
    const headers = { "Content-Type": contentType ?? "", ...(key === null ? {} : { "Idempotency-Key": key }) };
    const response = await fetch(`${hub}${path}`, { method, headers, body });
    const answer = await response.text();
    at(isPost ? "it is stored" : "it has the page");
    if (isPost) setTimeout(() => at("it is answered"), 1);
    return new Response(response.status === 204 ? null : answer, { status: response.status });
  };
  return new OddHub((seen) => forward(seen).catch(() => new Response(null, { status: 502 })));
}

Deno.test("e2e flush that is killed fifty times during delivery loses no result and duplicates none", async () => {
  await using stored = new StoredRuns();
  await using hub = await startHub(join(stored.root, "hub.db"));
  let kill = (_: string) => {};
  await using between = relay(hub.url, (moment) => kill(moment));
  const ids: string[] = [], killed = new Map<string, number>();
  for (let each = 0; each < 50; each++) {
    for (const id of stored.finish(2)) {
      ids.push(id);
      Deno.writeTextFileSync(join(stored.runs, id, "report.html"), `<p>${id}</p>`);
    }
    const target = MOMENTS[each % MOMENTS.length] ?? "";
    const tool = stored.start(["flush", "--hub", between.url]);
    let passes = each % 3; // not always the first result
    kill = (moment) => {
      if (moment !== target || passes-- > 0) return;
      killed.set(moment, (killed.get(moment) ?? 0) + 1);
      kill = () => {};
      tool.kill("SIGKILL");
    };
    if (target === MOMENTS[0]) setTimeout(() => kill(target), 20 * (each % 12)), passes = 0;
    await tool.output();
    kill = () => {};
  }
  assert.ok([...killed.values()].reduce((sum, count) => sum + count, 0) >= 45, JSON.stringify([...killed]));
  assert.deepEqual([...killed.keys()].sort(), MOMENTS.toSorted());
  const last = await stored.run(["flush", "--hub", between.url]);
  assert.equal(last.code, 0, last.stderr);
  const { json } = await ask(`${hub.url}/progress/?limit=1000`);
  assert.deepEqual(json.map(({ detail }: { detail: { run_id: string } }) => detail.run_id).sort(), ids.toSorted());
  for (const id of ids) {
    assert.equal(deliveryState(join(stored.runs, id)).kind, "delivered");
    assert.equal((await ask(`${hub.url}/runs/${id}/report.html`)).json, `<p>${id}</p>`);
  }
});
