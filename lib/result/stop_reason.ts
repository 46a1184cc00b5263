import { type CancelSignal, exitCode, type Outcome } from "./outcome.ts";
import { type Failure, failure } from "./phase.ts";

/** Why a run is stopped before its end: the reason of its abort signal. */
export type StopReason =
  | { readonly kind: "cancelled"; readonly signal: CancelSignal }
  | { readonly kind: "sandbox-gone" }
  | { readonly kind: "run-limit"; readonly limitMs: number };

/** Returns the failure of a run that was stopped. */
export function stopFailure(stop: StopReason): Failure {
  switch (stop.kind) {
    case "cancelled":
      return failure("cancelled", `Cancelled by ${stop.signal}`);
    case "sandbox-gone":
      return failure(
        "infra",
        "The sandbox was removed during the run: its lease expired, or a user removed it",
      );
    case "run-limit":
      return failure("timed-out", `The run did not end within its limit of ${stop.limitMs / 1000} s`, {
        hint: "raise run_timeout in e2e/e2e.yml, or find out which phase takes so long",
      });
    default:
      return stop satisfies never;
  }
}

/** Returns the failure of a run that its abort signal has stopped; undefined if the signal has not fired. */
export function stoppedBy(signal: AbortSignal): Failure | undefined {
  return signal.aborted ? stopFailure(signal.reason) : undefined;
}

/** Returns the exit code of an outcome. For a cancelled run it depends on the process signal behind `signal`. */
export function exitCodeAfter(outcome: Outcome, signal: AbortSignal): number {
  const stop: StopReason | undefined = signal.reason;
  return exitCode(outcome, stop?.kind === "cancelled" ? stop.signal : undefined);
}
