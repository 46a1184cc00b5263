import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PROGRAM = "/usr/bin/chromium";
const SCREENS = ".cache/tests/screens";

/** Browser tests are ignored on a machine without a browser, except in CI. */
export const noBrowser = !existsSync(PROGRAM) && Deno.env.get("CI") !== "true";

/** The colour schemes and widths in which every page is tested. */
export const LOOKS = [
  { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { colorScheme: "light", viewport: { width: 400, height: 800 } },
  { colorScheme: "dark", viewport: { width: 400, height: 800 } },
] as const;

/** Opens a browser while `use` runs. Needs Debian's chromium. */
export async function withBrowser(use: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox"] });
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
}

/** An open page, with its complaints: errors, console messages, requests to other origins. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens `url` and records complaints. */
export async function open(browser: Browser, url: string, look: BrowserContextOptions): Promise<Opened> {
  const context = await browser.newContext(look);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!isOwn(request.url(), url)) complaints.push(`requested ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}

const isOwn = (asked: string, url: string) =>
  asked === url || asked.startsWith("data:") ||
  (url.startsWith("http") && new URL(asked).origin === new URL(url).origin);

/** Returns by how many pixels the content is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    return document.documentElement.scrollWidth - innerWidth;
  });
}

/** Saves a screenshot for people. */
export async function keepScreen(page: Page, name: string, look: typeof LOOKS[number]): Promise<void> {
  const path = `${SCREENS}/${name}-${look.colorScheme}-${look.viewport.width}.png`;
  await page.screenshot({ path, fullPage: true });
}
