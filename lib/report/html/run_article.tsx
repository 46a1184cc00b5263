import { Checks } from "./checks.tsx";
import { cleanResult, cleanText } from "./clean_result.ts";
import { Cleanup } from "./cleanup.tsx";
import { Files } from "./files.tsx";
import { Headline } from "./headline.tsx";
import { Logs } from "./logs.tsx";
import { Phases } from "./phases.tsx";
import type { RunView } from "./run_view.ts";
import { Services } from "./services.tsx";
import { TestPart } from "./test_part.tsx";

/** Everything about a run, the most important parts first. */
export function RunArticle({ view }: { readonly view: RunView }) {
  const result = cleanResult(view.result);
  return (
    <article>
      <Headline result={result} />
      <Phases result={result} />
      <Checks checks={result.checks} events={view.events ?? []} />
      <TestPart test={result.test} />
      <Logs view={view} />
      <Services services={result.services} />
      <Cleanup result={result} />
      <Files result={result} cut={view.cut.map(cleanText)} />
    </article>
  );
}
