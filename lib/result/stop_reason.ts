import { type CancelSignal, exitCode, type Outcome } from "./outcome.ts";
import { type Failure, failure } from "./phase.ts";

/** Why a run is stopped before its end: the reason of its abort signal. */
export type StopReason =
  | { readonly kind: "cancelled"; readonly signal: CancelSignal }
  | { readonly kind: "sandbox-gone" }
  | { readonly kind: "run-limit"; readonly limitMs: number };

/** What a stopped run failed of. */
export function stopFailure(stop: StopReason): Failure {
  switch (stop.kind) {
    case "cancelled":
      return failure("cancelled", `Cancelled by ${stop.signal}`);
    case "sandbox-gone":
      return failure(
        "infra",
        "The sandbox was taken down while the run was going on: its lease ran out, or somebody removed it",
      );
    case "run-limit":
      return failure("timed-out", `The run did not end within its limit of ${stop.limitMs / 1000} s`, {
        hint: "raise run_timeout in e2e/e2e.yml, or find out which phase takes so long",
      });
    default:
      return stop satisfies never;
  }
}

/** The signal's reason as a {@link Stop}; undefined while the signal has not fired. */
export function stopOf(signal: AbortSignal): StopReason | undefined {
  return signal.aborted ? signal.reason as StopReason : undefined;
}

/** The exit code of `outcome`, where `signal` may be why it was cancelled. */
export function exitCodeAfter(outcome: Outcome, signal: AbortSignal): number {
  const stop = stopOf(signal);
  return exitCode(outcome, stop?.kind === "cancelled" ? stop.signal : undefined);
}
