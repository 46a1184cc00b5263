import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../../lib/errors.ts";
import { pruneRuns } from "../../../lib/store/prune_runs.ts";
import { findRun, listRuns, openRun, runsDirectory } from "../../../lib/store/run_store.ts";
import { settle } from "../../../lib/store/delivery_state.ts";
import { runHeaderSchema } from "../../../lib/result/run_header.ts";
import { ended, notice, output, passedResult } from "../../unit/result/events.ts";

const STORE = import.meta.resolve("../../../lib/store/run_store.ts");
const CONFIG = fileURLToPath(import.meta.resolve("../../../deno.json"));
const PRUNE = import.meta.resolve("../../../lib/store/prune_runs.ts");
const HEADER = runHeaderSchema.parse(passedResult);
const DAY_MS = 86_400_000;

/** A run id of the time, with the short id. */
function runId(ms: number, short: string): string {
  const time = ms.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-0000${short}`;
}

async function withDirectory(use: (directory: string) => void | Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "e2e-runs-" });
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function open(directory: string, id = passedResult.run_id, errors: string[] = []) {
  return openRun(directory, { header: { ...HEADER, run_id: id }, onError: (message) => errors.push(message) });
}

/** Leaves a run that has ended. */
function finish(directory: string, id: string): string {
  const files = open(directory, id);
  files.report(ended({ ...passedResult, run_id: id }));
  files.close();
  return files.path;
}

Deno.test("openRun() leaves events, output and result, readable by this user alone", () =>
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
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), [passedResult.run_id]);
  }));

Deno.test("openRun() begins a new line when the last one was torn, and lets a result stay", () =>
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

Deno.test("openRun() throws a UserError when the directory cannot be made", () =>
  withDirectory((directory) => {
    Deno.writeTextFileSync(join(directory, "file"), "");
    assert.throws(() => open(join(directory, "file")), (error) =>
      error instanceof UserError && error.outcome === "infra");
  }));

Deno.test("listRuns() tells a run that ended, one that goes on and one whose owner was killed", () =>
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

/** Opens a run in a process of its own, looks at it, and kills the process. */
async function killedOwner(directory: string, runId: string): Promise<void> {
  const owner = start(
    `import { openRun } from ${JSON.stringify(STORE)};
    openRun(Deno.args[0], { header: { ...${JSON.stringify(HEADER)}, run_id: Deno.args[1] }, onError() {} });
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

Deno.test("listRuns() takes a torn or foreign owner, header or result as none", () =>
  withDirectory((directory) => {
    const path = finish(directory, passedResult.run_id);
    for (const name of ["owner", "run.json", "result.json"]) Deno.writeTextFileSync(join(path, name), '{"pid":1');
    Deno.mkdirSync(join(directory, "something else"));
    const [run, ...others] = listRuns(directory);
    assert.deepEqual([run?.state, run?.header, run?.result, others.length], ["abandoned", {}, undefined, 0]);
  }));

Deno.test("listRuns() takes a run of another machine, with which the directory is shared, for one that goes on", () =>
  withDirectory((directory) => {
    const { path, close } = open(directory);
    close();
    const owner = JSON.parse(Deno.readTextFileSync(join(path, "owner")));
    Deno.writeTextFileSync(join(path, "owner"), JSON.stringify({ ...owner, machine: "another", boot: "another" }));
    assert.equal(listRuns(directory)[0]?.state, "running");
    Deno.writeTextFileSync(join(path, "owner"), JSON.stringify({ ...owner, boot: "another" }));
    assert.equal(listRuns(directory)[0]?.state, "abandoned");
  }));

Deno.test("listRuns() takes a process that has the owner's number since for another", () =>
  withDirectory((directory) => {
    const { path, close } = open(directory);
    close();
    const owner = JSON.parse(Deno.readTextFileSync(join(path, "owner")));
    const stateWith = (change: Record<string, unknown>) => {
      Deno.writeTextFileSync(join(path, "owner"), JSON.stringify({ ...owner, ...change }));
      return listRuns(directory)[0]?.state;
    };
    assert.deepEqual([stateWith({}), stateWith({ started: "1" }), stateWith({ boot: "x" })], [
      "running",
      "abandoned",
      "abandoned",
    ]);
  }));

Deno.test("findRun() takes a run id, a short id, a slug, or a unique beginning of an id", () =>
  withDirectory((directory) => {
    const first = runId(0x019b_0000_0000, "aaaa0001"), second = runId(0x019b_0000_0001, "aaaa0002");
    const third = runId(0x1a2b_3c4d_0000, "019b0000");
    [first, second, third].forEach((id) => finish(directory, id));
    const found = (id: string) => findRun(directory, id).runId;
    assert.deepEqual([found(first), found("aaaa0002"), found("1a2b"), found("019b0000-0001")], [
      first,
      second,
      third,
      second,
    ]);
    assert.equal(found("019b0000"), third, "a whole short id goes before the beginning of another's id");
    assert.equal(found("shop"), third, "of a slug the latest run");
    assert.throws(() => found("aaaa"), {
      message: /^"aaaa" begins 2 runs: aaaa0002 \(shop, .*\), aaaa0001 \(shop, .*\)$/,
    });
    assert.throws(() => found("ffff"), { message: /^There is no run "ffff" in .*: the last one is 019b0000$/ });
    assert.throws(() => found(""), UserError);
    assert.throws(() => findRun(`${directory}/none`, "a"), { message: /there are none$/ });
  }));

Deno.test("pruneRuns() removes what is too old or too much, the oldest first, but no run that goes on", () =>
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

Deno.test("pruneRuns() leaves of a run that waits for the state-hub what is to be delivered", () =>
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

Deno.test("two tools at once open, list and prune runs, and see none half made or half gone", () =>
  withDirectory(async (directory) => {
    for (let each = 0; each < 300; each++) {
      const path = join(directory, runId(each, "dddddddd"), "services");
      Deno.mkdirSync(path, { recursive: true });
      Deno.writeTextFileSync(join(path, "../result.json"), "{}");
      Deno.writeTextFileSync(join(path, "../delivered"), "");
    }
    const program = `
      import { listRuns, openRun } from ${JSON.stringify(STORE)};
      import { pruneRuns } from ${JSON.stringify(PRUNE)};
      const [directory, short] = Deno.args;
      for (let each = 0; each < 30; each++) {
        const runId = "0fffffff-0" + each.toString().padStart(3, "0") + "-7000-8000-0000" + short;
        openRun(directory, { header: { ...${JSON.stringify(HEADER)}, run_id: runId }, onError() {} });
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

/** Starts a program of Deno's that says something and then waits for its standard input to end. */
function start(program: string, ...own: readonly string[]) {
  const url = `data:application/typescript,${encodeURIComponent(program)}`;
  const args = ["run", "-A", "--no-lock", "--config", CONFIG, url, ...own];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  const end = async () => {
    await child.stdin.close();
    await reader.cancel();
    return (await child.status).code;
  };
  return { says: reader.read(), end, kill: () => child.kill("SIGKILL") };
}

Deno.test("runsDirectory() is below XDG_STATE_HOME when that is absolute, else below HOME", () => {
  const at = (XDG_STATE_HOME: string | undefined) => runsDirectory({ XDG_STATE_HOME, HOME: "/home/ana" });
  const usual = "/home/ana/.local/state/e2e/runs";
  assert.deepEqual([at(undefined), at(""), at("state"), at("/s")], [usual, usual, usual, "/s/e2e/runs"]);
});
