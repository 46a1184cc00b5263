import type { Outcome } from "../../lifecycle/outcome.ts";
import { BarList } from "../../report/html/bar_list.tsx";
import { LineChart } from "../../report/html/line_chart.tsx";
import { LOOKS, OutcomeBadge } from "../../report/html/outcome_badge.tsx";
import type { RunPoint } from "../../report/html/run_strip.tsx";
import { Section } from "../../report/html/section.tsx";
import { When } from "../../report/html/when.tsx";
import { time } from "../../report/words.ts";
import { runPath } from "./links.ts";
import { LivePage } from "./live_page.tsx";

/** A test that passed at times and failed at others. */
export interface UnstableTest {
  readonly name: string;
  /** How often it changed from one run to the next. */
  readonly flips: number;
  readonly failed: number;
  readonly runs: number;
}

/** What the page of a repository shows. */
export interface SlugPageProps {
  readonly slug: string;
  /** The oldest first; `why` is the reason's first line. */
  readonly runs: readonly (RunPoint & { readonly host: string; readonly why: string | undefined })[];
  readonly causes: readonly { readonly outcome: Outcome; readonly runs: number }[];
  /** The least stable first. */
  readonly unstable: readonly UnstableTest[];
}

/** One repository over time. */
export function SlugPage({ slug, runs, causes, unstable }: SlugPageProps) {
  return (
    <LivePage title={slug}>
      <h1>{slug}</h1>
      <Section id="durations" title="Duration">
        <LineChart runs={runs} title={`How long runs of ${slug} took`} />
      </Section>
      <Section id="causes" title="Outcomes">
        <BarList label="Runs by outcome" bars={causes.map(causeBar)} />
      </Section>
      {unstable.length > 0 && <Unstable tests={unstable} />}
      <Runs runs={runs.toReversed()} />
    </LivePage>
  );
}

function causeBar({ outcome, runs }: SlugPageProps["causes"][number]) {
  return { label: <OutcomeBadge outcome={outcome} />, number: runs, tone: LOOKS[outcome].tone };
}

function Unstable({ tests }: { readonly tests: readonly UnstableTest[] }) {
  return (
    <Section id="unstable" title="Least stable tests">
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Test</th>
              <th scope="col">Changed</th>
              <th scope="col">Failed</th>
              <th scope="col">Runs</th>
            </tr>
          </thead>
          <tbody>
            {tests.map(({ name, flips, failed, runs }) => (
              <tr>
                <th scope="row">{name}</th>
                <td>{flips}</td>
                <td>{failed}</td>
                <td>{runs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Runs({ runs }: Pick<SlugPageProps, "runs">) {
  return (
    <Section id="runs" title="Runs">
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Outcome</th>
              <th scope="col">Started</th>
              <th scope="col">Took</th>
              <th scope="col">Host</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ runId, outcome, startedAt, durationMs, host, why }) => (
              <tr>
                <th scope="row">
                  <a href={runPath(runId)}>
                    <code>{runId.slice(-8)}</code>
                  </a>
                </th>
                <td>
                  <OutcomeBadge outcome={outcome} />
                </td>
                <td>
                  <When at={startedAt} />
                </td>
                <td class="near">{time(durationMs)}</td>
                <td>{host}</td>
                <td>{why ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
