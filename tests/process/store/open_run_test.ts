import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { UserError } from "../../../lib/errors.ts";
import { settle, waitsForHub } from "../../../lib/store/delivery_state.ts";
import { listRuns } from "../../../lib/store/list_runs.ts";
import { ended, notice, output, passedResult } from "../../unit/result/events.ts";
import { diskTest } from "./full_disk.ts";
import { finish, open, withDirectory } from "./runs.ts";

Deno.test("openRun() writes events, output and result, readable only by this user", () =>
  withDirectory((directory) => {
    const files = open(directory);
    [output("one\n"), notice("n"), output("two"), ended(passedResult)].forEach(files.report);
    files.close();
    const read = (name: string) => Deno.readTextFileSync(join(files.path, name));
    const events = read("events.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(events, [notice("n"), ended(passedResult)]);
    assert.equal(read("output.log"), "one\ntwo");
    assert.deepEqual(JSON.parse(read("result.json")), passedResult);
    assert.equal((Deno.statSync(files.path).mode ?? 0) & 0o777, 0o700);
    for (const { name } of Deno.readDirSync(files.path)) {
      assert.equal((Deno.statSync(join(files.path, name)).mode ?? 0) & 0o777, 0o600, name);
    }
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), [passedResult.run_id]);
  }));

Deno.test("openRun() closes the directories of runs that earlier versions left open", () =>
  withDirectory((directory) => {
    const runs = join(directory, "e2e/runs");
    Deno.mkdirSync(runs, { recursive: true, mode: 0o755 });
    for (const path of [directory, dirname(runs), runs]) Deno.chmodSync(path, 0o755);
    open(runs).close();
    const modes = [directory, dirname(runs), runs].map((path) => ((Deno.statSync(path).mode ?? 0) & 0o777).toString(8));
    assert.deepEqual(modes, ["755", "700", "700"]);
  }));

Deno.test("openRun() starts a new line after an incomplete one, and keeps an existing result", () =>
  withDirectory((directory) => {
    const path = finish(directory, passedResult.run_id);
    Deno.writeTextFileSync(join(path, "events.jsonl"), '{"kind":"noti', { append: true });
    const again = open(directory);
    again.report(notice("again"));
    again.report(ended({ ...passedResult, outcome: "infra" }));
    again.close();
    const [first, torn, next] = Deno.readTextFileSync(join(path, "events.jsonl")).split("\n");
    assert.deepEqual([torn, next], ['{"kind":"noti', JSON.stringify(notice("again"))]);
    assert.equal(first, JSON.stringify(ended(passedResult)));
    assert.deepEqual(listRuns(directory)[0]?.result, passedResult);
  }));

Deno.test("openRun() replaces a note that another tool stored and delivered meanwhile, so that the result is sent", () =>
  withDirectory((directory) => {
    const files = open(directory), note = open(directory);
    note.report(ended({ ...passedResult, outcome: "infra" }));
    note.close();
    settle(files.path, "delivered", { hub: "http://hub", why: "", nowMs: 0 });
    files.report(ended(passedResult));
    files.close();
    assert.deepEqual([listRuns(directory)[0]?.result, waitsForHub(files.path)], [passedResult, true]);
  }));

Deno.test("openRun() throws a UserError when the directory cannot be created", () =>
  withDirectory((directory) => {
    Deno.writeTextFileSync(join(directory, "file"), "");
    assert.throws(() => open(join(directory, "file")), (error) =>
      error instanceof UserError && error.outcome === "infra");
  }));

diskTest("openRun() reports a full disk once for the logs and once for the result, and continues", async (disk) => {
  const errors: string[] = [];
  const files = open(disk, passedResult.run_id, errors);
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
