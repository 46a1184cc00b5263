import { createHash } from "node:crypto";
import { raw } from "hono/html";
import type { Child, PropsWithChildren } from "hono/jsx";
import { STYLES } from "./styles/styles.ts";

interface PageProps {
  readonly title: string;
  /** The top of the page: the name of what it shows, and links. */
  readonly header: Child;
  /** JavaScript of the tool, never text of a run: it is written into the page unescaped. */
  readonly script: string;
  /** An additional directive of the page's Content-Security-Policy, such as `connect-src 'self'`. */
  readonly allow?: string;
}

/**
 * A complete document that loads nothing: styles and script are inline. Its policy allows no script but this one, even if
 * text of a run should get into the markup.
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
          <style>{raw(STYLES)}</style>
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
