import assert from "node:assert/strict";
import { join } from "node:path";
import { settle } from "../../../lib/store/delivery_state.ts";
import { listRuns } from "../../../lib/store/list_runs.ts";
import { pruneRuns } from "../../../lib/store/prune_runs.ts";
import { passedResult } from "../../unit/result/events.ts";
import { finish, headerOf, open, runId, start, withDirectory } from "./runs.ts";

const OPEN_RUN = import.meta.resolve("../../../lib/store/open_run.ts");
const LIST_RUNS = import.meta.resolve("../../../lib/store/list_runs.ts");
const PRUNE_RUNS = import.meta.resolve("../../../lib/store/prune_runs.ts");
const DAY_MS = 86_400_000;

Deno.test("pruneRuns() removes old runs and runs above the size limit, oldest first, but no running one", () =>
  withDirectory((directory) => {
    const nowMs = Date.now();
    const [old, kept, big, young] = [40, 35, 3, 1].map((days, index) =>
      runId(nowMs - days * DAY_MS, `0000000${index}`)
    );
    const going = runId(nowMs - 50 * DAY_MS, "00000009");
    const { close } = open(directory, going);
    for (const id of [old!, kept!, big!, young!]) {
      finish(directory, id);
      settle(join(directory, id), "delivered", { hub: "http://hub/", why: "", nowMs });
    }
    Deno.mkdirSync(join(directory, big!, "artifacts"));
    Deno.writeTextFileSync(join(directory, big!, "artifacts", "big"), "x".repeat(100_000));
    const left = (maxBytes: number) => {
      pruneRuns(directory, { maxAgeDays: 30, maxBytes, nowMs, keep: kept! });
      return listRuns(directory).map(({ runId }) => runId);
    };
    assert.deepEqual(left(1e9), [young, big, kept, going]);
    assert.deepEqual(left(50_000), [young, kept, going]);
    close();
  }));

Deno.test("pruneRuns() keeps the files of an undelivered run that its delivery needs", () =>
  withDirectory((directory) => {
    const nowMs = Date.now();
    const [old, big, refused] = [40, 3, 2].map((days, index) => runId(nowMs - days * DAY_MS, `0000000${index}`));
    for (const id of [old!, big!, refused!]) {
      finish(directory, id);
      Deno.writeTextFileSync(join(directory, id, "output.log"), "x".repeat(100_000));
    }
    settle(join(directory, refused!), "refused", { hub: "http://hub/", why: "status 400", nowMs });
    pruneRuns(directory, { maxAgeDays: 30, maxBytes: 1, nowMs });
    const names = [...Deno.readDirSync(join(directory, big!))].map(({ name }) => name).sort();
    assert.deepEqual([listRuns(directory).map(({ runId }) => runId), names], [[big], [
      "owner",
      "result.json",
      "run.json",
    ]]);
  }));

Deno.test("pruneRuns() and openRun() in two processes never leave a partial run for listRuns()", () =>
  withDirectory(async (directory) => {
    for (let each = 0; each < 300; each++) {
      const path = join(directory, runId(each, "dddddddd"), "services");
      Deno.mkdirSync(path, { recursive: true });
      Deno.writeTextFileSync(join(path, "../result.json"), "{}");
      Deno.writeTextFileSync(join(path, "../delivered"), "");
    }
    const program = `
      import { listRuns } from ${JSON.stringify(LIST_RUNS)};
      import { openRun } from ${JSON.stringify(OPEN_RUN)};
      import { pruneRuns } from ${JSON.stringify(PRUNE_RUNS)};
      const [directory, short] = Deno.args;
      for (let each = 0; each < 30; each++) {
        const runId = "0fffffff-0" + each.toString().padStart(3, "0") + "-7000-8000-0000" + short;
        openRun(directory, { header: { ...${
      JSON.stringify(headerOf(passedResult.run_id))
    }, run_id: runId }, onError() {} });
        const bad = listRuns(directory).find(({ state }) => state === "abandoned");
        if (bad !== undefined) throw new Error("seen as abandoned: " + bad.runId);
        pruneRuns(directory, { maxAgeDays: 30, maxBytes: 600 - each * 20, nowMs: 0 });
      }
      console.log("done");
      await Deno.stdin.read(new Uint8Array(1));`;
    const tools = ["aaaaaaaa", "bbbbbbbb"].map((short) => start(program, directory, short));
    await Promise.all(tools.map(({ says }) => says));
    assert.deepEqual(await Promise.all(tools.map(({ end }) => end())), [0, 0]);
    assert.equal([...Deno.readDirSync(directory)].length, 60);
  }));
