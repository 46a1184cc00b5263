import assert from "node:assert/strict";
import { join } from "node:path";
import { tryLock } from "../../../../lib/files/try_lock.ts";
import { deliver } from "../../../../lib/hub/client/deliver.ts";
import type { DeliverOptions } from "../../../../lib/hub/client/deliver_one.ts";
import { storedResult } from "../../../../lib/runner/stored_result.ts";
import { deliveryState } from "../../../../lib/store/delivery_state.ts";
import { passedResult } from "../../../unit/result/events.ts";
import { diskTest } from "../../store/full_disk.ts";
import { StoredRuns } from "../../store/stored_runs.ts";
import { OddHub, type Seen } from "./odd_hub.ts";

const keys = (hub: OddHub) => hub.seen.map(({ key }) => key);

/** Delivers the undelivered results, in this process. */
function delivery(stored: StoredRuns, hub: { readonly url: string }, more: Partial<DeliverOptions> = {}) {
  return deliver(stored.runs, {
    hub: { base: new URL(hub.url), url: new URL(hub.url), token: undefined },
    signal: new AbortController().signal,
    now: Date.now,
    eager: true,
    resultAt: storedResult,
    pageAt: () => Promise.resolve("<p>"),
    ...more,
  });
}

const withPage = (put: () => Response) => ({ method, key }: Seen) =>
  method === "PUT" ? put() : Response.json({ report: `runs/${key}/report.html` }, { status: 201 });

Deno.test("deliver() sends a result again when its report did not arrive, and reports a refused one", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub(withPage(() => new Response("busy", { status: 503 })));
  const [id = ""] = stored.finish(1), path = join(stored.runs, id);
  const { waiting } = await delivery(stored, hub);
  assert.deepEqual([waiting, stored.marks(id)], [[{ path, why: "status 503: busy", taken: true }], ["tries"]]);
  hub.answer = withPage(() => new Response("too large", { status: 413 }));
  const { delivered } = await delivery(stored, hub);
  assert.deepEqual(delivered, [{ path, note: "its report was refused: status 413: too large" }]);
  assert.deepEqual(hub.seen.map(({ method, key }) => [method, key]), [["POST", id], ["PUT", null], ["POST", id], [
    "PUT",
    null,
  ]]);
});

Deno.test("deliver() reads only the start of an answer, and shows no token of a redirect", async () => {
  await using stored = new StoredRuns();
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(120)) });
  await using hub = new OddHub();
  const token = "tok/en", address = { base: new URL(hub.url), url: new URL(hub.url), token };
  const [first = "", second = ""] = stored.finish(2).map((id) => join(stored.runs, id));
  hub.answer = ({ key }) =>
    first.endsWith(key ?? "")
      ? new Response(endless, { status: 400 })
      : new Response("", { status: 302, headers: { Location: `/login?a=${token}&b=${encodeURIComponent(token)}` } });
  const { refused, waiting } = await delivery(stored, hub, { hub: address });
  assert.deepEqual(refused, [{ path: first, why: `status 400: ${"x".repeat(500)}` }]);
  assert.deepEqual(waiting, [{ path: second, why: "status 302: to /login?a=***&b=***", taken: false }]);
});

Deno.test("deliver() sends the result of the run that has just ended, also when a full disk prevented its file", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [older = "", own = ""] = stored.finish(2);
  await Deno.remove(join(stored.runs, own, "result.json"));
  await delivery(stored, hub, { own: { path: join(stored.runs, own), result: { ...passedResult, run_id: own } } });
  assert.deepEqual([keys(hub), stored.marks(own)], [[older, own], ["delivered"]]);
});

Deno.test("deliver() tries results last that failed three times, and does not count a cancelled try", async () => {
  await using stored = new StoredRuns();
  const [poison = "", good = ""] = stored.finish(2);
  await using hub = new OddHub(({ key }) => new Response("", { status: key === poison ? 500 : 429 }));
  for (let each = 0; each < 3; each++) await delivery(stored, hub);
  hub.answer = () => new Response("", { status: 201 });
  hub.seen.length = 0;
  await delivery(stored, hub);
  assert.deepEqual(keys(hub), [poison, good], "both were tried as often");
  const [stubborn = "", fresh = ""] = [...stored.finish(1), ...stored.finish(1)];
  hub.answer = ({ key }) => new Response("", { status: key === stubborn ? 500 : 429, headers: { "Retry-After": "1" } });
  const cancel = new AbortController();
  hub.answer = async () => {
    cancel.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return new Response("", { status: 201 });
  };
  await delivery(stored, hub, { signal: cancel.signal });
  assert.deepEqual([stored.marks(stubborn), stored.marks(fresh)], [[], []]);
  hub.answer = () => new Response("", { status: 500 });
  await Deno.rename(join(stored.runs, fresh, "result.json"), join(stored.root, "aside"));
  for (let each = 0; each < 3; each++) await delivery(stored, hub);
  await Deno.rename(join(stored.root, "aside"), join(stored.runs, fresh, "result.json"));
  hub.answer = () => new Response("", { status: 201 });
  hub.seen.length = 0;
  await delivery(stored, hub);
  assert.deepEqual(keys(hub), [fresh, stubborn]);
});

Deno.test("deliver() counts a try that its own time limit ended, so that other results come first", async () => {
  await using stored = new StoredRuns();
  const [hangs = "", good = ""] = stored.finish(2);
  let limit = new AbortController();
  await using hub = new OddHub(async ({ key }) => {
    if (key === hangs) {
      limit.abort();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return new Response("", { status: 201 });
  });
  const deliverOnce = () => delivery(stored, hub, { limit: (limit = new AbortController()).signal });
  for (let each = 0; each < 3; each++) await deliverOnce();
  assert.deepEqual([keys(hub), stored.marks(hangs), stored.marks(good)], [[hangs, hangs, hangs], ["tries"], []]);
  await deliverOnce();
  assert.deepEqual([keys(hub).slice(3), stored.marks(good)], [[good, hangs], ["delivered"]]);
});

Deno.test("deliver() waits a limited time for a result that another tool is delivering, and reports it", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub();
  const [id = ""] = stored.finish(1), path = join(stored.runs, id);
  using lock = await Deno.open(join(path, "delivery.lock"), { write: true, create: true });
  assert.ok(await tryLock(lock));
  const { waiting } = await delivery(stored, hub, { limit: AbortSignal.timeout(300) });
  assert.deepEqual(waiting, [{ path, why: "another process is delivering it", taken: false }]);
});

Deno.test("deliver() skips results that are not due, doubles the pause, and obeys Retry-After", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub(() => new Response("", { status: 503 }));
  const [id = ""] = stored.finish(1);
  let nowMs = 1_000_000;
  const pass = () => delivery(stored, hub, { now: () => nowMs, eager: false });
  const nextS = () => {
    const state = deliveryState(join(stored.runs, id));
    return state.kind === "waiting" ? (state.nextMs - nowMs) / 1000 : NaN;
  };
  await pass();
  assert.deepEqual([hub.seen.length, nextS()], [1, 60]);
  await pass();
  assert.equal(hub.seen.length, 1);
  nowMs += 60_000;
  await pass();
  assert.deepEqual([hub.seen.length, nextS()], [2, 120]);
  nowMs += 120_000;
  hub.answer = () => new Response("", { status: 429, headers: { "Retry-After": "7" } });
  await pass();
  assert.deepEqual([hub.seen.length, nextS()], [3, 7]);
});

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
