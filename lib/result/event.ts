import type { PhaseName } from "./phase.ts";
import type { Result } from "./result.ts";

/** What a health check answered: `wait` asks again, `late` ran out of time, `exited` found a container that had ended. */
export type CheckStatus = "ok" | "wait" | "late" | "exited";

/** Everything that a reporter can be told, in the order in which it happened. `at` is ISO 8601, UTC; times are milliseconds. */
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
    /** Output of a program, as it came: not necessarily whole lines. */
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
    /** Something that people should know and that is no failure: a try that is repeated, what isolation changed. */
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
    /** One sentence; with `failed` what went wrong, with `passed` what was done, where there is something to say. */
    readonly message?: string;
  }
  | { readonly kind: "run-ended"; readonly at: string; readonly result: Result };

/** Takes events; must not throw and must not wait. */
export type Report = (event: Event) => void;
