import { LOOKS, OutcomeBadge } from "../../report/html/outcome_badge.tsx";
import { type RunPoint, RunStrip } from "../../report/html/run_strip.tsx";
import { When } from "../../report/html/when.tsx";
import { count, time } from "../../report/words.ts";
import { runPath, slugPath } from "./links.ts";
import { LivePage } from "./live_page.tsx";

/** A repository as the overview shows it. Dates are ISO 8601, UTC. */
export interface OverviewRow {
  readonly slug: string;
  /** The oldest first. */
  readonly runs: readonly RunPoint[];
  readonly last: RunPoint & { readonly host: string };
  readonly usualMs: number | undefined;
  /** Since when no run has passed. */
  readonly redSince: string | undefined;
  readonly nextRun: string | undefined;
  /** A scheduled run that did not come. */
  readonly missed: { readonly expectedAt: string } | undefined;
}

/** All repositories with how they are. */
export function OverviewPage({ rows }: { readonly rows: readonly OverviewRow[] }) {
  const red = rows.filter(({ last }) => last.outcome !== "passed").length;
  return (
    <LivePage title="All repositories">
      <h1>All repositories</h1>
      {rows.length === 0
        ? (
          <p>
            No run has been reported yet. A first one: <code>deno task e2e &lt;repo&gt;</code>
          </p>
        )
        : <p class="muted">{count(rows.length, "repository", "repositories")}, {red} of them did not pass last time</p>}
      {rows.map((row) => <Row row={row} />)}
    </LivePage>
  );
}

function Row({ row: { slug, runs, last, usualMs, redSince, nextRun, missed } }: { readonly row: OverviewRow }) {
  const id = `slug-${slug}`;
  return (
    <section aria-labelledby={id} class={`slug tone-${LOOKS[last.outcome].tone}`}>
      <h2>
        <a id={id} href={slugPath(slug)}>{slug}</a> <OutcomeBadge outcome={last.outcome} />
      </h2>
      <RunStrip runs={runs} label={`Runs of ${slug}, the oldest first`} href={runPath} />
      <p class="muted">
        <a href={runPath(last.runId)} id={`last-${slug}`}>Last run</a> <When at={last.startedAt} /> on {last.host}, took
        {" "}
        {time(last.durationMs)}
        {usualMs !== undefined && `, usually ${time(usualMs)}`}
        {nextRun !== undefined && (
          <>
            ; next run <When at={nextRun} />
          </>
        )}
      </p>
      {redSince !== undefined && (
        <p class="tone-bad note">
          ✗ Not passed since <When at={redSince} />
        </p>
      )}
      {missed !== undefined && (
        <p class="tone-warn note">
          ! Missed: a run was expected <When at={missed.expectedAt} />
        </p>
      )}
    </section>
  );
}
