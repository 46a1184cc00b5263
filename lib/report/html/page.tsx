import { createHash } from "node:crypto";
import { raw } from "hono/html";
import type { Child, PropsWithChildren } from "hono/jsx";
import logs from "./logs.css" with { type: "text" };
import css from "./page.css" with { type: "text" };
import parts from "./parts.css" with { type: "text" };

/** What a {@link Page} is told. */
export interface PageProps {
  readonly title: string;
  /** What stands above the content of every page of its kind: where one is, and links. */
  readonly header: Child;
  /** Our own JavaScript, never text of a run: it is written into the page as it is. */
  readonly script: string;
  /** What the page may do besides showing itself, as directives of a Content-Security-Policy: `connect-src 'self'`. */
  readonly allow?: string;
}

/**
 * A whole document that asks for nothing else: styles and script are in it, and its policy lets no other script run, were
 * one to get in.
 */
export function Page({ title, header, script, allow, children }: PropsWithChildren<PageProps>) {
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content={policy(script, allow)} />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{title}</title>
          <link rel="icon" href="data:," />
          <style>{raw(`${css}${parts}${logs}`)}</style>
        </head>
        <body>
          <a class="skip" href="#main">Skip to the content</a>
          <header>{header}</header>
          <main id="main" tabindex={-1}>{children}</main>
          <footer>@custodian/e2e</footer>
          <script>{raw(script)}</script>
        </body>
      </html>
    </>
  );
}

function policy(script: string, allow: string | undefined): string {
  const hash = createHash("sha256").update(script).digest("base64");
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    ...(allow === undefined ? [] : [allow]),
  ].join("; ");
}
