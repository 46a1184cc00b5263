import { cleanText } from "../../../report/html/clean_result.ts";
import { Page } from "../../../report/html/page.tsx";
import { RunArticle } from "../../../report/html/run_article.tsx";
import type { RunView } from "../../../report/html/run_view.ts";
import { Section } from "../../../report/html/parts/section.tsx";
import { reportPath, slugPath } from "./links.ts";
import { HubLink } from "./live_page.tsx";

/** A run from its event; with its report, in a sandboxed frame, if one is attached. */
export function RunPage({ view, hasReport }: { readonly view: RunView; readonly hasReport: boolean }) {
  const { slug, outcome, run_id } = view.result;
  return (
    <Page
      title={`${cleanText(slug)} ${outcome} · state-hub`}
      header={
        <>
          <HubLink />
          <a href={slugPath(slug)}>{cleanText(slug)}</a>
        </>
      }
      script=""
      allow="frame-src 'self'"
    >
      <RunArticle view={view} />
      {hasReport && <Report runId={run_id} />}
    </Page>
  );
}

/** The report that is attached to a run, in a sandboxed frame. */
export function Report({ runId }: { readonly runId: string }) {
  const path = reportPath(runId);
  return (
    <Section id="report" title="Report with logs">
      <p>
        <a href={path}>Open as a separate page</a>
      </p>
      <iframe sandbox="allow-scripts" src={path} title="The run’s report, with its logs" loading="lazy" />
    </Section>
  );
}
