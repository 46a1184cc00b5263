import type { Outcome } from "../result/outcome.ts";
import type { RecordedFailure } from "./recorder.ts";

/** What a run's failures come to. */
export interface Decision {
  readonly outcome: Outcome;
  /** The failure that decided; undefined when the run passed. */
  readonly reason: RecordedFailure | undefined;
  readonly secondary: readonly RecordedFailure[];
}

/**
 * The first thing that went wrong decides. What `collect` could not bring never does, and what `down` left behind only
 * where nothing else went wrong: then the run `leaked`.
 */
export function decide(failures: readonly RecordedFailure[]): Decision {
  const reason =
    failures.find(({ phase, outcome }) => (phase !== "collect" && phase !== "down") || outcome === "internal") ??
      failures.find(({ outcome }) => outcome === "leaked");
  return { outcome: reason?.outcome ?? "passed", reason, secondary: failures.filter((each) => each !== reason) };
}
