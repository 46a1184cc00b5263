import { cleanText } from "../../../report/html/clean_result.ts";
import { Page } from "../../../report/html/page.tsx";
import { RunArticle } from "../../../report/html/run_article.tsx";
import type { RunView } from "../../../report/html/run_view.ts";
import { slugPath } from "./links.ts";
import { HubLink } from "./live_page.tsx";
import { ReportFrame } from "./report_frame.tsx";

/** A run from its event; with its report, in a sandboxed frame, if one is attached. */
export function RunPage({ view, hasReport }: { readonly view: RunView; readonly hasReport: boolean }) {
  const { slug, outcome, run_id } = view.result;
  return (
    <Page
      title={`${cleanText(slug)} ${outcome} · state-hub`}
      header={[<HubLink />, <a href={slugPath(slug)}>{cleanText(slug)}</a>]}
      script=""
      allow="frame-src 'self'"
    >
      <RunArticle view={view} />
      {hasReport && <ReportFrame runId={run_id} />}
    </Page>
  );
}
