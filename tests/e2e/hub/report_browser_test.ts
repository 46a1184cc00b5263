import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { reportHtml } from "../../../lib/report/html/report_html.tsx";
import { fullView } from "../../unit/report/html/views.ts";
import { keepScreen, LOOKS, noBrowser, open, overflow, withBrowser } from "./browser.ts";

const HOSTILE = "<script>console.log(1)</script><img src=http://127.0.0.1:9/x onerror=console.log(2)>";
const log = Array.from({ length: 400 }, (_, index) => `\x1b[3${index % 8}mGET\x1b[0m /orders/${index} 200`).join("\n");
const view = {
  ...fullView,
  output: `${fullView.output}${HOSTILE}\n${log}\n`,
  services: [{ name: "web", log: `${HOSTILE}\nGET /total 500: needle\n` }],
};

/** Writes a report to a file, and calls `use` with its URL. */
async function inReport(use: (url: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".html" });
  await Deno.writeTextFile(path, reportHtml(view));
  await use(pathToFileURL(path).href).finally(() => Deno.remove(path));
}

/** The browser's driver starts processes and keeps pipes that the sanitizers report as leaks. */
const browserTest = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false, fn });

browserTest(
  "report.html has no complaints and no overflow, in both colour schemes, wide and narrow",
  () =>
    inReport((url) =>
      withBrowser(async (browser) => {
        for (const look of LOOKS) {
          const { page, complaints } = await open(browser, url, look);
          assert.equal(await page.locator("h1").innerText(), "✗ failed\nshop on ana@box");
          assert.ok(await overflow(page) <= 0, `${look.viewport.width}: ${await overflow(page)} px too wide`);
          await keepScreen(page, "report", look);
          assert.deepEqual(complaints, []);
        }
      })
    ),
);

browserTest(
  "report.html searches its logs: count, next and previous line, only matching lines",
  () =>
    inReport((url) =>
      withBrowser(async (browser) => {
        const { page, complaints } = await open(browser, url, LOOKS[0]);
        const status = page.locator("[data-search] output"), input = page.getByLabel("Search", { exact: true });
        const waitFor = (text: string) => page.locator("output", { hasText: new RegExp(`^${text}$`) }).waitFor();
        await input.fill("/ORDERS/39");
        await waitFor("11 lines");
        await input.press("Enter");
        assert.equal(await status.innerText(), "1 of 11 lines");
        await input.press("Shift+Enter");
        assert.equal(await status.innerText(), "11 of 11 lines");
        assert.equal(await page.locator(".here").innerText(), "GET /orders/399 200\n");
        await page.getByLabel("only matching lines").check();
        assert.equal(await page.locator(".log > span:visible").count(), 11);
        await keepScreen(page, "search", LOOKS[0]);
        await input.fill("needle");
        await waitFor("1 line");
        await input.press("Enter");
        assert.ok(await page.locator(".log > .here").isVisible()); // its log was collapsed
        assert.deepEqual(complaints, []);
      })
    ),
);

browserTest("report.html is readable without its script", () =>
  inReport((url) =>
    withBrowser(async (browser) => {
      const { page } = await open(browser, url, { ...LOOKS[2], javaScriptEnabled: false });
      assert.ok(await page.getByRole("search", { includeHidden: true }).isHidden());
      assert.ok(await page.getByText("/orders/399").isVisible());
      await page.locator("summary", { hasText: "web" }).click();
      assert.ok(await page.getByText("needle").isVisible());
    })
  ));
