import assert from "node:assert/strict";
import { join } from "node:path";
import { freePort } from "../../tools/lab/free_port.ts";
import { ask, startHub } from "../process/hub/server/fixture.ts";
import { LabWorld } from "./lab_world.ts";

const HELLO = join(import.meta.dirname ?? "", "../../examples/hello");

Deno.test("e2e flush delivers a run on another host once, with its report, to a hub that was started later", async () => {
  await using world = await LabWorld.open("report");
  const port = freePort(), STATE_HUB_URL = `http://127.0.0.1:${port}`;
  const run = await world.run([HELLO], { STATE_HUB_URL });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /^1 result is not yet delivered to the state-hub/m);
  await using hub = await startHub(join(world.root, "hub.db"), "--port", `${port}`);
  const flushed = await world.run(["flush"], { STATE_HUB_URL });
  assert.deepEqual([flushed.code, flushed.stderr], [0, `1 result was delivered to ${STATE_HUB_URL}\n`]);
  assert.equal((await world.run(["flush"], { STATE_HUB_URL })).code, 0);
  const { run_id, host } = await world.result();
  const { json } = await ask(`${hub.url}/progress/`);
  assert.deepEqual(json.map(({ detail }: { detail: { run_id: string } }) => detail.run_id), [run_id]);
  assert.match((await ask(hub.url)).json, new RegExp(`hello[\\s\\S]*${run_id}[\\s\\S]*${host}`));
  assert.match((await ask(`${hub.url}/runs/${run_id}`)).json, /✓ <\/span>|passed/);
  assert.match((await ask(`${hub.url}/runs/${run_id}/report.html`)).json, /PASS says hello in English/);
});
