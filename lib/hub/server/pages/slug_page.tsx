import { BarList } from "../../../report/html/parts/bar_list.tsx";
import { cleanText } from "../../../report/html/clean_result.ts";
import { LineChart } from "../../../report/html/parts/line_chart.tsx";
import { look, OutcomeBadge } from "../../../report/html/parts/outcome_badge.tsx";
import type { RunPoint } from "../../../report/html/parts/run_strip.tsx";
import { Section } from "../../../report/html/parts/section.tsx";
import { Table } from "../../../report/html/parts/table.tsx";
import { When } from "../../../report/html/parts/when.tsx";
import { firstLine, time } from "../../../result/words.ts";
import type { Cause, UnstableTest } from "../trends.ts";
import { runPath } from "./links.ts";
import { LivePage } from "./live_page.tsx";
import { shortId } from "../../../result/identity.ts";

/** A run in the list; `message` is the reason when it did not pass. */
type SlugRun = RunPoint & { readonly host: string; readonly message: string | null };

interface SlugPageProps {
  readonly slug: string;
  /** Newest first. */
  readonly runs: readonly SlugRun[];
  readonly causes: readonly Cause[];
  /** Least stable first. */
  readonly least_stable: readonly UnstableTest[];
}

/** The runs of one repository: durations, causes of failures, least stable tests. */
export function SlugPage({ slug, runs, causes, least_stable }: SlugPageProps) {
  return (
    <LivePage title={slug}>
      <h1>{slug}</h1>
      <Section id="durations" title="Duration">
        <LineChart runs={runs.toReversed()} title={`How long runs of ${slug} took`} />
      </Section>
      {causes.length > 0 && (
        <Section id="causes" title="Causes of failures">
          <BarList label="Failed runs by cause" bars={causes.map(causeBar)} />
        </Section>
      )}
      {least_stable.length > 0 && <Unstable tests={least_stable} />}
      <Runs runs={runs} />
    </LivePage>
  );
}

function causeBar({ outcome, phase, count, messages: [first] }: Cause) {
  const label = (
    <>
      <OutcomeBadge outcome={outcome} /> {phase !== null && `in ${phase}`}
      {first !== undefined && <div class="muted">{cleanText(first.message)}</div>}
    </>
  );
  return { label, number: count, tone: look(outcome).tone };
}

function Unstable({ tests }: { readonly tests: readonly UnstableTest[] }) {
  return (
    <Section id="unstable" title="Least stable tests">
      <Table head={["Test", "Changes", "Failed", "Runs"]}>
        {tests.map(({ name, flips, failed, runs }) => (
          <tr>
            <th scope="row">{cleanText(name)}</th>
            <td>{flips}</td>
            <td>{failed}</td>
            <td>{runs}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Runs({ runs }: Pick<SlugPageProps, "runs">) {
  return (
    <Section id="runs" title="Runs">
      <Table head={["Run", "Outcome", "Started", "Took", "Host", "Why"]}>
        {runs.map(({ run_id, outcome, started_at, duration_ms, host, message }) => (
          <tr>
            <th scope="row">
              <a href={runPath(run_id)}>
                <code>{shortId(run_id)}</code>
              </a>
            </th>
            <td>
              <OutcomeBadge outcome={outcome} />
            </td>
            <td>
              <When at={started_at} />
            </td>
            <td class="near">{time(duration_ms)}</td>
            <td>{host}</td>
            <td>{firstLine(cleanText(message ?? ""))}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
