import { look, OutcomeBadge } from "../../../report/html/parts/outcome_badge.tsx";
import { RunStrip } from "../../../report/html/parts/run_strip.tsx";
import { When } from "../../../report/html/parts/when.tsx";
import { count, time } from "../../../result/words.ts";
import type { ScheduleOverview, SlugOverview } from "../overview.ts";
import { runPath, slugPath } from "./links.ts";
import { LivePage } from "./live_page.tsx";

/** All repositories with their last runs. */
export function OverviewPage({ rows }: { readonly rows: readonly SlugOverview[] }) {
  const red = rows.filter(({ red_since }) => red_since !== null).length;
  return (
    <LivePage title="All repositories">
      <h1>All repositories</h1>
      {rows.length === 0
        ? (
          <p>
            No runs yet. To start one: <code>e2e &lt;repo&gt;</code>
          </p>
        )
        : <p class="muted">{count(rows.length, "repository", "repositories")}, {red} of them red</p>}
      {rows.map((row) => <Row row={row} />)}
    </LivePage>
  );
}

function Row({ row: { slug, runs, outcome, usual_ms, red_since, schedule } }: { readonly row: SlugOverview }) {
  const id = `slug-${slug}`, [last] = runs;
  return (
    <section aria-labelledby={id} class={`slug tone-${look(outcome).tone}`}>
      <h2>
        <a id={id} href={slugPath(slug)}>{slug}</a> <OutcomeBadge outcome={outcome} />
      </h2>
      <RunStrip runs={runs.toReversed()} label={`Runs of ${slug}, oldest first`} href={runPath} />
      {last !== undefined && (
        <p class="muted">
          Last run <When at={last.started_at} /> on {last.host}, took {time(last.duration_ms)}
          {usual_ms !== null && `, usually ${time(usual_ms)}`}
        </p>
      )}
      {red_since !== null && (
        <p class="tone-bad note">
          ✗ Red since <When at={red_since} />
        </p>
      )}
      {schedule !== null && <Schedule schedule={schedule} />}
    </section>
  );
}

function Schedule({ schedule: { expected_at, next_at, missed } }: { readonly schedule: ScheduleOverview }) {
  return (
    <>
      {missed && expected_at !== null && (
        <p class="tone-warn note">
          ! Missed: a run was expected <When at={expected_at} />
        </p>
      )}
      {next_at !== null && (
        <p class="muted">
          Next run <When at={next_at} />
        </p>
      )}
    </>
  );
}
