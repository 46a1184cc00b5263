import assert from "node:assert/strict";
import { join } from "node:path";
import { findRun } from "../../../lib/store/find_run.ts";
import { listRuns } from "../../../lib/store/list_runs.ts";
import { passedResult } from "../../unit/result/events.ts";
import { finish, headerOf, open, runId, start, withDirectory } from "./runs.ts";

const OPEN_RUN = import.meta.resolve("../../../lib/store/open_run.ts");

Deno.test("listRuns() distinguishes finished, running and abandoned runs", () =>
  withDirectory(async (directory) => {
    const now = Date.now();
    finish(directory, runId(now - 2000, "aaaaaaaa"));
    const mine = open(directory, runId(now - 1000, "bbbbbbbb"));
    await killedOwner(directory, runId(now, "cccccccc"));
    assert.deepEqual(
      listRuns(directory).map(({ runId, state, header }) => [runId.slice(-8), state, header.slug]),
      [["cccccccc", "abandoned", "shop"], ["bbbbbbbb", "running", "shop"], ["aaaaaaaa", "finished", "shop"]],
    );
    mine.close();
  }));

/** Opens a run in another process, checks its state, and kills the process. */
async function killedOwner(directory: string, runId: string): Promise<void> {
  const owner = start(
    `import { openRun } from ${JSON.stringify(OPEN_RUN)};
    openRun(Deno.args[0], { header: ${JSON.stringify(headerOf(runId))}, onError() {} });
    console.log("open");
    await Deno.stdin.read(new Uint8Array(1));`,
    directory,
    runId,
  );
  await owner.says;
  assert.equal(findRun(directory, runId).state, "running");
  owner.kill();
  await owner.end();
}

Deno.test("listRuns() ignores an incomplete owner file, header or result", () =>
  withDirectory((directory) => {
    const path = finish(directory, passedResult.run_id);
    for (const name of ["owner", "run.json", "result.json"]) Deno.writeTextFileSync(join(path, name), '{"pid":1');
    Deno.mkdirSync(join(directory, "something else"));
    const [run, ...others] = listRuns(directory);
    assert.deepEqual([run?.state, run?.header, run?.result, others.length], ["abandoned", {}, undefined, 0]);
  }));
