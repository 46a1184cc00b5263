/**
 * Makes the pictures of the README, `docs/images/hub.png` and `docs/images/report.png`: `deno task screens`, in the project's
 * root. Delivers sample runs to a hub, and takes screenshots in Debian's chromium.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fullResult } from "../tests/unit/report/html/views.ts";
import { startHub } from "../tests/process/hub/server/fixture.ts";
import { leaveHistory, leaveRun } from "../tests/e2e/hub/sample_runs.ts";
import { withBrowser } from "../tests/e2e/hub/browser.ts";
import { StoredRuns } from "../tests/process/store/stored_runs.ts";

const INTO = "docs/images";
const LOG =
  Array.from({ length: 12 }, (_, n) => `\x1b[32mPASSED\x1b[0m e2e/tests/test_order.py::test_${n}\n`).join("") +
  "\x1b[31mFAILED\x1b[0m e2e/tests/test_order.py::test_total - assert 1 == 2\n";

await using stored = new StoredRuns();
await using hub = await startHub(join(stored.root, "hub.db"));
await leaveHistory(stored.runs, Date.now());
const { code, stderr } = await stored.run(["flush", "--hub", hub.url]);
if (code !== 0) throw new Error(stderr);
const runId = await leaveRun(stored.runs, { ...fullResult, host: "railiance01" }, LOG);
await Deno.mkdir(INTO, { recursive: true });
await withBrowser(async (browser) => {
  const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
  await page.goto(hub.url);
  await page.getByText("● live").waitFor();
  await page.screenshot({ path: `${INTO}/hub.png` });
  await page.setViewportSize({ width: 900, height: 1150 });
  await page.goto(pathToFileURL(join(stored.runs, runId, "report.html")).href);
  await page.screenshot({ path: `${INTO}/report.png` });
});
