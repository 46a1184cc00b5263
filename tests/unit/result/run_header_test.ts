import assert from "node:assert/strict";
import { runHeader, runHeaderSchema } from "../../../lib/result/run_header.ts";
import { passedResult } from "./events.ts";

const PLAN = {
  runId: passedResult.run_id,
  project: passedResult.project,
  contract: { name: passedResult.slug, stateHub: {} },
  owner: passedResult.owner,
  toolVersion: passedResult.tool_version,
  root: passedResult.repository,
  schedule: null,
  trigger: "person" as const,
};

Deno.test("runHeader() gives the first fields of a result", () => {
  const header = runHeader(PLAN, { host: passedResult.host, startedMs: Date.parse(passedResult.started_at) });
  assert.deepEqual(header, runHeaderSchema.parse(passedResult));
});

Deno.test("runHeader() names the ids of the state-hub when the contract has them", () => {
  const contract = { name: "shop", stateHub: { workstreamId: "w" } };
  const { state_hub } = runHeader({ ...PLAN, contract }, { host: "box", startedMs: 0 });
  assert.deepEqual(state_hub, { workstream_id: "w", task_id: null });
});

Deno.test("runHeaderSchema reads headers of older versions, which do not say what started the run", () => {
  const { trigger: _, ...older } = passedResult;
  assert.equal(runHeaderSchema.parse(older).trigger, null);
  assert.throws(() => runHeaderSchema.parse({ ...older, trigger: "moon" }));
});
