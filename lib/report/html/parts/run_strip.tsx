import { time } from "../../../result/words.ts";
import { look } from "./outcome_badge.tsx";
import { dateWords } from "./when.tsx";
import { shortId } from "../../../result/identity.ts";

/** A run in short, as strips and charts show it. */
export interface RunPoint {
  readonly run_id: string;
  readonly outcome: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly duration_ms: number;
}

/** What a run is called where there is only room for a mark. */
export function runName({ outcome, started_at, duration_ms, run_id }: RunPoint): string {
  return `${outcome}, ${dateWords(started_at)}, ${time(duration_ms)}, run ${shortId(run_id)}`;
}

/** Runs side by side, the oldest first, each a link to what `href` gives for its id. */
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
            title={runName(run)}
            aria-label={runName(run)}
          >
            <span aria-hidden="true">{look(run.outcome).mark}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}
