import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { reportHtml } from "../../../lib/report/html/report_html.tsx";
import { overview, rows, runPage, slugPage } from "../../unit/hub/server/pages/pages.tsx";
import { fullView } from "../../unit/report/html/views.ts";
import { keepScreen, LOOKS, noBrowser, open, overflow, withBrowser } from "./browser.ts";

const html = (text: string, policy = "") =>
  new Response(text, { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy } });
const REPORT_POLICY =
  "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

interface Served {
  readonly url: string;
  /** Serves another overview, and sends an event. */
  readonly show: (page: string) => void;
  /** Ends the stream for good. */
  readonly lose: () => void;
}

/** Serves the pages, with a stream that the test controls. */
async function withPages(use: (at: Served) => Promise<void>): Promise<void> {
  let shown = overview(rows.slice(0, 1)), isLost = false;
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const send = (text: string) => streams.forEach((each) => each.enqueue(new TextEncoder().encode(text)));
  const stream = () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void streams.add(controller),
      cancel: () => streams.clear(),
    });
    queueMicrotask(() => send(": open\n\n"));
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/progress/stream") return isLost ? new Response(null, { status: 503 }) : stream();
    if (pathname.endsWith("/report.html")) return html(reportHtml(fullView), REPORT_POLICY);
    if (pathname.startsWith("/runs/")) return html(runPage(true));
    return html(pathname.startsWith("/slugs/") ? slugPage() : shown);
  });
  const show = (page: string) => {
    shown = page;
    send("data: {}\n\n");
  };
  const lose = () => {
    isLost = true;
    streams.forEach((each) => each.close());
    streams.clear();
  };
  await use({ url: `http://127.0.0.1:${server.addr.port}`, show, lose });
  lose();
  await server.shutdown();
}

const browserTest = (name: string, fn: (browser: Browser) => Promise<void>) =>
  Deno.test({
    name,
    ignore: noBrowser,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => withBrowser(fn),
  });

browserTest(
  "the hub's pages have no complaints and no overflow, in both colour schemes, wide and narrow",
  (browser) =>
    withPages(async ({ url }) => {
      for (const look of LOOKS) {
        for (const [name, path] of [["overview", "/"], ["slug", "/slugs/shop"], ["run", "/runs/1"]] as const) {
          const { page, complaints } = await open(browser, `${url}${path}`, look);
          assert.ok(await overflow(page) <= 0, `${name} is too wide at ${look.viewport.width} px`);
          if (name === "run") await page.locator("iframe").scrollIntoViewIfNeeded();
          if (name === "run") await page.frameLocator("iframe").getByRole("search").waitFor();
          await keepScreen(page, name, look);
          assert.deepEqual(complaints, []);
          await page.context().close();
        }
      }
    }),
);

browserTest(
  "the overview updates itself, keeps the focus, and shows a lost connection",
  async (browser) => {
    await withPages(async ({ url, show, lose }) => {
      const { page, complaints } = await open(browser, url, LOOKS[0]);
      await page.getByText("● live").waitFor();
      await page.getByRole("link", { name: "activity-core" }).focus();
      show(overview());
      await page.getByRole("link", { name: "shop", exact: true }).waitFor();
      assert.equal(await page.locator(":focus").innerText(), "activity-core");
      assert.deepEqual(complaints, []);
      lose();
      await page.getByText("○ connection lost").waitFor();
    });
  },
);
