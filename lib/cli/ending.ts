import { UserError } from "../errors.ts";
import { type CancelSignal, EXIT_CODES, exitCode } from "../result/outcome.ts";
import type { StopReason } from "../result/stop_reason.ts";

/** The signals that cancel a run. */
export const CANCEL_SIGNALS: readonly CancelSignal[] = ["SIGHUP", "SIGINT", "SIGTERM"];

/** How a program ends: what it says last, for people, and its exit code. */
export interface Ending {
  readonly text: string;
  readonly code: number;
}

/** What the abort signal of a cancelled run carries as its reason. */
export function cancelledBy(signal: CancelSignal): StopReason {
  return { kind: "cancelled", signal };
}

/** The ending of somebody who does not wait for the clean-up: `leave` says what will do it. */
export function leaving(signal: CancelSignal, leave: string): Ending {
  return { text: leave === "" ? "" : `${leave}\n`, code: exitCode("cancelled", signal) };
}

/** The ending for what was thrown: a user's mistake with its hint, or a bug of ours with its stack. */
export function endingOf(error: unknown): Ending {
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? "" : `hint: ${error.hint}\n`;
    return { text: `${error.message}\n${hint}`, code: EXIT_CODES[error.outcome] };
  }
  const stack = error instanceof Error ? error.stack ?? error.message : String(error);
  return { text: `This is a bug of the tool, please report it:\n${stack}\n`, code: EXIT_CODES.internal };
}
