import { cleanText } from "../../../report/html/clean_result.ts";
import { Page } from "../../../report/html/page.tsx";
import { HubLink } from "./live_page.tsx";
import { ReportFrame } from "./report_frame.tsx";

/** A run whose detail has the format of another version of the tool: the event as JSON. */
export function UnreadablePage(
  { event, runId, hasReport }: {
    readonly event: { readonly summary: string };
    readonly runId: string;
    readonly hasReport: boolean;
  },
) {
  const summary = cleanText(event.summary);
  return (
    <Page title={`${summary} · state-hub`} header={<HubLink />} script="" allow="frame-src 'self'">
      <h1>{summary}</h1>
      <p>Another version of the tool sent this run. The event as received:</p>
      <pre class="scroll">{cleanText(JSON.stringify(event, null, 2))}</pre>
      {hasReport && <ReportFrame runId={runId} />}
    </Page>
  );
}
