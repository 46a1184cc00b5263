import { UserError } from "../errors.ts";
import type { Outcome } from "./outcome.ts";

/** The phases that lead to a verdict, in order. After the first failure the others are skipped. */
export const ATTEMPT_PHASES = ["sync", "up", "ready", "test"] as const;

/** The phases that end a run, in order. They run after a failure too, as soon as something was made on the host. */
export const END_PHASES = ["collect", "down"] as const;

/** All phases of a run, in order. */
export const PHASES = [...ATTEMPT_PHASES, ...END_PHASES] as const;

/** One of {@link PHASES}. */
export type PhaseName = typeof PHASES[number];

/** Why a phase failed: the words for the user, and the outcome that it leads to. */
export interface Failure {
  readonly kind: "failed";
  readonly outcome: Outcome;
  /** What was found and what was expected, one sentence. */
  readonly message: string;
  /** The lines that show why, such as the last lines of a service's log or of a program's output. */
  readonly detail?: readonly string[];
  /** A command to type or a file to edit. */
  readonly hint?: string | undefined;
}

/** How a phase ended: with the value that the next phase needs, or with a {@link Failure}. */
export type PhaseEnd<T> = { readonly kind: "passed"; readonly value: T } | Failure;

/** Returns the end of a phase that passed, with the value that the next phase needs. */
export function passed<T>(value: T): PhaseEnd<T> {
  return { kind: "passed", value };
}

/** Returns the end of a phase that failed. */
export function failure(
  outcome: Outcome,
  message: string,
  more: Pick<Failure, "detail" | "hint"> = {},
): Failure {
  return { kind: "failed", outcome, message, ...more };
}

/** Turns an error that is meant for the user into a failure. The first line becomes the message, the others the detail. */
export function failureOf({ message, hint, outcome }: UserError): Failure {
  const [first = "", ...detail] = message.split("\n");
  return failure(outcome, first, { detail, hint });
}

/** Runs a function. Returns its value, or the failure of the UserError that it has thrown. Other errors are thrown. */
export async function orFailure<T>(run: () => T | Promise<T>): Promise<PhaseEnd<T>> {
  try {
    return passed(await run());
  } catch (error) {
    if (error instanceof UserError) return failureOf(error);
    throw error;
  }
}
