import type { Outcome } from "../../lifecycle/outcome.ts";
import { time } from "../words.ts";
import { LOOKS } from "./outcome_badge.tsx";
import { dateWords } from "./when.tsx";

/** A run in short, as strips and charts show it. */
export interface RunPoint {
  readonly runId: string;
  readonly outcome: Outcome;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** What a run is called where there is only room for a mark. */
export function runName({ outcome, startedAt, durationMs, runId }: RunPoint): string {
  return `${outcome}, ${dateWords(startedAt)}, ${time(durationMs)}, run ${runId.slice(-8)}`;
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
            class={`tone-${LOOKS[run.outcome].tone}`}
            href={href(run.runId)}
            title={runName(run)}
            aria-label={runName(run)}
          >
            <span aria-hidden="true">{LOOKS[run.outcome].mark}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}
