import type { Outcome } from "../result/outcome.ts";
import { time } from "../result/words.ts";
import { table } from "./table.ts";

/** The outcome of one of several runs. */
export interface RunSummary {
  readonly slug: string;
  readonly outcome: Outcome;
  /** Undefined for a run that was never started. */
  readonly tookMs: number | undefined;
  /** The directory of the run; for a run that was never started, the repository. */
  readonly where: string;
}

/** Returns the outcomes of several runs as a table with one line each. */
export function runsTable(rows: readonly RunSummary[]): string {
  return table([
    ["OUTCOME", "SLUG", "TOOK", "WHERE"],
    ...rows.map(({ outcome, slug, tookMs, where }) => [
      outcome,
      slug,
      tookMs === undefined ? "not started" : time(tookMs),
      where,
    ]),
  ]);
}
