import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../../lib/result/result.ts";
import { keepScreen, LOOKS, noBrowser, open, overflow, withBrowser } from "./browser.ts";
import { StoredRuns } from "../../process/store/stored_runs.ts";
import { ask, startHub } from "../../process/hub/server/fixture.ts";
import { leaveHistory, leaveRun } from "./sample_runs.ts";

const HOSTILE = `"'><script>console.log("ran")</script><img src=x onerror=console.log("ran")>'); DROP TABLE events; --`;

const browserTest = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false, fn });

browserTest("the hub's page shows a flushed run without a reload, opens it, and searches its log", async () => {
  await using stored = new StoredRuns();
  await using hub = await startHub(join(stored.root, "hub.db"));
  await leaveHistory(stored.runs, Date.now());
  assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
  await withBrowser(async (browser) => {
    for (const look of LOOKS) {
      const { page, complaints } = await open(browser, hub.url, look);
      await page.getByText("● live").waitFor();
      assert.match(await page.locator("main").innerText(), /3 repositories, 1 of them red/);
      assert.match(await page.locator("section", { hasText: "billing" }).innerText(), /Missed: a run was expected/);
      assert.ok(await overflow(page) <= 0);
      await keepScreen(page, "hub", look);
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
    const { page, complaints } = await open(browser, hub.url, LOOKS[0]);
    await page.getByText("● live").waitFor();
    const runId = await leaveRun(stored.runs, { slug: "newcomer" }, "line one\nneedle in the log\n");
    assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
    await page.getByRole("link", { name: "newcomer", exact: true }).waitFor();
    await page.locator(`a[href="/runs/${runId}"]`).click();
    await page.locator("iframe").scrollIntoViewIfNeeded();
    const report = page.frameLocator("iframe");
    await report.getByLabel("Search", { exact: true }).fill("needle");
    await report.locator("output", { hasText: /^1 line$/ }).waitFor();
    assert.deepEqual(complaints, []);
  });
});

browserTest("the hub shows text of a run only as text, not as markup, script or SQL", async () => {
  await using stored = new StoredRuns();
  await using hub = await startHub(join(stored.root, "hub.db"));
  const hostile: Partial<Result> = {
    host: HOSTILE,
    owner: HOSTILE,
    repository: HOSTILE,
    reason: { phase: "test", outcome: "failed", message: HOSTILE, detail: [HOSTILE], hint: HOSTILE },
    outcome: "failed",
  };
  const runId = await leaveRun(stored.runs, hostile, `${HOSTILE}\n`);
  assert.equal((await stored.run(["flush", "--hub", hub.url])).code, 0);
  await withBrowser(async (browser) => {
    for (const path of ["/", "/slugs/shop", `/runs/${runId}`, `/runs/${runId}/report.html`]) {
      const { page, complaints } = await open(browser, `${hub.url}${path}`, LOOKS[0]);
      assert.match(await page.locator("body").innerText(), /<script>console\.log\("ran"\)<\/script>/, path);
      assert.deepEqual(complaints, [], path);
      await page.context().close();
    }
  });
  const { json } = await ask(`${hub.url}/progress/?slug=shop`);
  assert.deepEqual([json.length, json[0].detail.reason.message], [1, HOSTILE]);
});

browserTest("the hub refuses posts and reads from a page of another site", async () => {
  await using stored = new StoredRuns();
  await using hub = await startHub(join(stored.root, "hub.db"));
  const page = `<!doctype html><title>evil</title><script>
    const body = JSON.stringify({ summary: "forged", event_type: "e2e_result", detail: {} });
    const tell = (word) => document.title += " " + word;
    const json = { "Content-Type": "application/json" };
    fetch("${hub.url}/progress/", { method: "POST", headers: json, body }).then(() => tell("posted"), () => tell("no-post"));
    fetch("${hub.url}/progress/", { method: "POST", mode: "no-cors", body }).then(() => tell("blind"), () => tell("no-blind"));
    fetch("${hub.url}/progress/").then((r) => r.text()).then(() => tell("read"), () => tell("no-read"));
  </script>`;
  const evil = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(page, { headers: { "content-type": "text/html" } }),
  );
  await withBrowser(async (browser) => {
    const { page } = await open(browser, `http://localhost:${evil.addr.port}`, LOOKS[0]);
    await page.waitForFunction("document.title.split(' ').length === 4");
    const title = await page.title();
    assert.match(title, /no-post/);
    assert.match(title, /no-read/);
  });
  await evil.shutdown();
  assert.deepEqual((await ask(`${hub.url}/progress/`)).json, []);
});
