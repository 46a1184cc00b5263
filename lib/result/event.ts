import type { PhaseName } from "./phase.ts";
import type { Result } from "./result.ts";

/**
 * The status of a health check: `wait` is tried again, `late` timed out. With `exited` and `restarted` the name is that of a
 * service that ended; Docker starts the second one again.
 */
export type CheckStatus = "ok" | "wait" | "late" | "exited" | "restarted";

/** An event of a run. `at` is ISO 8601, UTC; durations are milliseconds. */
export type Event =
  | {
    readonly kind: "run-started";
    readonly at: string;
    readonly runId: string;
    readonly slug: string;
    readonly project: string;
    readonly host: string;
  }
  | { readonly kind: "phase-started"; readonly at: string; readonly phase: PhaseName }
  | {
    /** Output of a program, in chunks that may break in the middle of a line. */
    readonly kind: "output";
    readonly at: string;
    readonly phase: PhaseName;
    readonly text: string;
  }
  | {
    readonly kind: "check";
    readonly at: string;
    readonly name: string;
    readonly status: CheckStatus;
    readonly answer: string;
    readonly attempts: number;
    readonly ms: number;
  }
  | {
    /** A message to the user that is not a failure, such as a repeated attempt. */
    readonly kind: "notice";
    readonly at: string;
    readonly level: "info" | "warning";
    readonly text: string;
  }
  | {
    readonly kind: "phase-ended";
    readonly at: string;
    readonly phase: PhaseName;
    readonly status: "passed" | "failed" | "skipped";
    readonly ms: number;
    /** One sentence: what went wrong with `failed`, what was done with `passed`. */
    readonly message?: string;
  }
  | { readonly kind: "run-ended"; readonly at: string; readonly result: Result };

/** An answer of a health check. */
export type CheckAnswer = Omit<Extract<Event, { readonly kind: "check" }>, "kind" | "at">;

/** Receives events. It must not throw and must not block. */
export type Report = (event: Event) => void;
