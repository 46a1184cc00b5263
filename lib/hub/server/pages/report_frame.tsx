import { Section } from "../../../report/html/parts/section.tsx";
import { reportPath } from "./links.ts";

/** The report that is attached to a run, in a sandboxed frame. */
export function ReportFrame({ runId }: { readonly runId: string }) {
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
