import { cleanText } from "./clean_result.ts";
import { Page } from "./page.tsx";
import { RunArticle } from "./run_article.tsx";
import type { RunView } from "./run_view.ts";
import search from "./search.js" with { type: "text" };

/** Returns a run as one HTML file of less than 10 MiB. It needs no network, and is readable without its script. */
export function reportHtml(view: RunView): string {
  const { slug, outcome, project } = view.result;
  return String(
    <Page
      title={cleanText(`${slug} ${outcome}`)}
      header={
        <>
          <strong>{cleanText(slug)}</strong> <span>{cleanText(project)}</span>
        </>
      }
      script={search}
    >
      <RunArticle view={view} />
    </Page>,
  );
}
