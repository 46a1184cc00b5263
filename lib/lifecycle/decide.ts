import type { Outcome } from "../result/outcome.ts";
import { ATTEMPT_PHASES, type PhaseName } from "../result/phase.ts";
import type { RecordedFailure } from "./recorder.ts";

/** The outcome of a run, and its failures. */
interface Decision {
  readonly outcome: Outcome;
  /** The failure that decided; undefined when the run passed. */
  readonly reason: RecordedFailure | undefined;
  readonly secondary: readonly RecordedFailure[];
}

const ATTEMPT: readonly PhaseName[] = ATTEMPT_PHASES;

/**
 * Decides the outcome of a run. The first failure of a phase up to `test` decides, or an internal error of any phase. If there
 * is none, but `down` left something behind, the run `leaked`. Other failures of `collect` and `down` decide nothing.
 */
export function decide(failures: readonly RecordedFailure[]): Decision {
  const reason = failures.find(({ phase, outcome }) => ATTEMPT.includes(phase) || outcome === "internal") ??
    failures.find(({ outcome }) => outcome === "leaked");
  return { outcome: reason?.outcome ?? "passed", reason, secondary: failures.filter((each) => each !== reason) };
}
