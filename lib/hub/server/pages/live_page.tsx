import type { PropsWithChildren } from "hono/jsx";
import { Page } from "../../../report/html/page.tsx";
import live from "./live.js" with { type: "text" };

/** A page that shows by itself what is new: its content is asked for again when the hub's stream says that there is something. */
export function LivePage({ title, children }: PropsWithChildren<{ readonly title: string }>) {
  return (
    <Page title={`${title} · state-hub`} header={<LiveHeader />} script={live} allow="connect-src 'self'">
      {children}
    </Page>
  );
}

function LiveHeader() {
  return (
    <>
      <HubLink />
      <span role="status" data-live />
    </>
  );
}

/** The way back to all repositories. */
export function HubLink() {
  return (
    <nav aria-label="Hub">
      <a href="/">All repositories</a>
    </nav>
  );
}
