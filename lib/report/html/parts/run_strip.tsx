import { shortId } from "../../../result/identity.ts";
import { time } from "../../../result/words.ts";
import { look } from "./outcome_badge.tsx";
import { dateWords } from "./when.tsx";

/** What strips and charts show of a run. */
export interface RunPoint {
  readonly run_id: string;
  readonly outcome: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly duration_ms: number;
}

/** Returns the tooltip of a run that is shown only as a mark. */
export function runTitle({ outcome, started_at, duration_ms, run_id }: RunPoint): string {
  return `${outcome}, ${dateWords(started_at)}, ${time(duration_ms)}, run ${shortId(run_id)}`;
}

/** Runs side by side, in the order given. Each one links to `href` of its id. */
export function RunStrip(
  { runs, label, href }: {
    readonly runs: readonly RunPoint[];
    readonly label: string;
    readonly href: (runId: string) => string;
  },
) {
  return (
    <ol class="strip" aria-label={label}>
      {runs.map((run) => (
        <li>
          <a
            class={`tone-${look(run.outcome).tone}`}
            href={href(run.run_id)}
            title={runTitle(run)}
            aria-label={runTitle(run)}
          >
            <span aria-hidden="true">{look(run.outcome).mark}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}
