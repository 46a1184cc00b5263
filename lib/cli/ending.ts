import { UserError } from "../errors.ts";
import { type CancelSignal, EXIT_CODES, exitCode } from "../result/outcome.ts";
import type { StopReason } from "../result/stop_reason.ts";

/** The signals that cancel a run. */
export const CANCEL_SIGNALS: readonly CancelSignal[] = ["SIGHUP", "SIGINT", "SIGTERM"];

/** The end of a program: its last text, for people, and its exit code. */
export interface Ending {
  readonly text: string;
  readonly code: number;
}

/** Returns the reason for the abort signal of a cancelled run. */
export function cancelledBy(signal: CancelSignal): StopReason {
  return { kind: "cancelled", signal };
}

/** Returns the ending for a user who does not wait for the clean-up; `farewell` says what will clean up. */
export function leaving(signal: CancelSignal, farewell: string): Ending {
  return { text: farewell === "" ? "" : `${farewell}\n`, code: exitCode("cancelled", signal) };
}

/** Returns the ending for an error: a UserError with its hint, the reason of a signal, or a bug with its stack. */
export function endingOf(error: unknown): Ending {
  if (isCancelled(error)) return leaving(error.signal, "");
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? "" : `hint: ${error.hint}\n`;
    return { text: `${error.message}\n${hint}`, code: EXIT_CODES[error.outcome] };
  }
  const stack = error instanceof Error ? error.stack ?? error.message : String(error);
  return { text: `This is a bug of the tool, please report it:\n${stack}\n`, code: EXIT_CODES.internal };
}

function isCancelled(error: unknown): error is ReturnType<typeof cancelledBy> & { readonly kind: "cancelled" } {
  return typeof error === "object" && error !== null && "kind" in error && error.kind === "cancelled";
}
