/** The outcomes of a run, the worst first, with their exit codes. Source: sysexits.h for 70 and 75, timeout(1) for 124, 128 + n for signals. */
export const EXIT_CODES = {
  internal: 70,
  infra: 4,
  leaked: 6,
  unhealthy: 3,
  "timed-out": 124,
  failed: 1,
  "no-tests": 5,
  invalid: 2,
  busy: 75,
  undelivered: 7,
  cancelled: 130,
  passed: 0,
} as const;

/** The outcome of a run: one word, the same on the screen, in JSON, in reports and at the state-hub. */
export type Outcome = keyof typeof EXIT_CODES;

/** The signals that cancel a run. */
export type CancelSignal = "SIGHUP" | "SIGINT" | "SIGTERM";

const SIGNAL_CODES: Readonly<Record<CancelSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Returns the exit code of an outcome. For a cancelled run it depends on the signal that cancelled it. */
export function exitCode(outcome: Outcome, signal?: CancelSignal): number {
  return outcome === "cancelled" && signal !== undefined ? SIGNAL_CODES[signal] : EXIT_CODES[outcome];
}

/** All outcomes, the worst first. The worst of several runs decides the exit code. */
export const OUTCOMES = Object.keys(EXIT_CODES) as [Outcome, ...Outcome[]];

/** Returns the worst of several outcomes; `passed` if there are none. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? "passed";
}
