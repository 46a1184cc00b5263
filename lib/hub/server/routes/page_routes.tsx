import { HTTPException } from "hono/http-exception";
import type { Child } from "hono/jsx";
import type { Hub, Routes } from "../hub.ts";
import { overview } from "../overview.ts";
import { OverviewPage } from "../pages/overview_page.tsx";
import { RunPage } from "../pages/run_page.tsx";
import { SlugPage } from "../pages/slug_page.tsx";
import { UnreadablePage } from "../pages/unreadable_page.tsx";
import { trends } from "../trends.ts";

const STRIP_RUNS = 30, SLUG_RUNS = 100;

/** The HTML pages: `/`, `/slugs/<slug>`, `/runs/<run id>`. */
export const pageRoutes: Routes = (app, hub) => {
  const { store, now } = hub;
  app.get("/", (context) => {
    return context.html(text(<OverviewPage rows={overview(store.overviewRows({ perSlug: STRIP_RUNS }), now())} />));
  });
  app.get("/slugs/:slug", (context) => {
    const slug = context.req.param("slug"), runs = store.trendRows({ perSlug: SLUG_RUNS, slug });
    if (runs.length === 0) throw new HTTPException(404, { message: `No run of "${slug}"` });
    const { causes, least_stable } = trends(runs);
    return context.html(text(<SlugPage slug={slug} runs={runs} causes={causes} least_stable={least_stable} />));
  });
  app.get("/runs/:run_id", (context) => context.html(text(runPage(hub, context.req.param("run_id")))));
};

function runPage({ store, readResult }: Hub, runId: string): Child {
  const event = store.findRun(runId);
  if (event === undefined) throw new HTTPException(404, { message: `No run "${runId}"` });
  const { cut, ...detail } = event.detail, result = readResult(detail), hasReport = store.hasReport(runId);
  return result === undefined
    ? <UnreadablePage event={event} runId={runId} hasReport={hasReport} />
    : <RunPage view={{ result, cut: texts(cut) }} hasReport={hasReport} />;
}

/** Returns the texts in a value that another program sent. */
const texts = (value: unknown) => Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

const text = (page: Child) => String(page);
