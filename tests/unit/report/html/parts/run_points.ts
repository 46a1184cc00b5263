import { passedResult } from "../../../result/events.ts";
import type { RunPoint } from "../../../../../lib/report/html/parts/run_strip.tsx";

/** A run that passed, as strips and charts show it. */
export const run: RunPoint = {
  run_id: passedResult.run_id,
  outcome: "passed",
  started_at: passedResult.started_at,
  duration_ms: 20_500,
};

/** A run that failed, twice as long. */
export const failed: RunPoint = { ...run, outcome: "failed", duration_ms: 41_000 };
