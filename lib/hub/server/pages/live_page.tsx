import type { PropsWithChildren } from "hono/jsx";
import { Page } from "../../../report/html/page.tsx";
import live from "./live.js" with { type: "text" };

/** A page that updates itself: its script loads the content again when the hub's stream reports a new event. */
export function LivePage({ title, children }: PropsWithChildren<{ readonly title: string }>) {
  const header = [<HubLink />, <span role="status" data-live />];
  return (
    <Page title={`${title} · state-hub`} header={header} script={live} allow="connect-src 'self'">
      {children}
    </Page>
  );
}

/** The link to the overview of all repositories. */
export function HubLink() {
  return (
    <nav aria-label="Hub">
      <a href="/">All repositories</a>
    </nav>
  );
}
