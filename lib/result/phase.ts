import type { UserError } from "../errors.ts";
import type { Outcome } from "./outcome.ts";

/** The phases of a run, in order. `collect` and `down` run whatever happened before, once something was made. */
export const PHASES = ["sync", "up", "ready", "test", "collect", "down"] as const;

/** One of {@link PHASES}. */
export type PhaseName = typeof PHASES[number];

/** Why a phase failed: what is told to people, and the outcome it leads to. */
export interface Failure {
  readonly kind: "failed";
  readonly outcome: Outcome;
  /** What was found and what was wanted, one sentence. */
  readonly message: string;
  /** What shows why: the last lines of the guilty services, a program's own words. */
  readonly detail?: readonly string[];
  /** A command to type or a file to edit. */
  readonly hint?: string;
}

/** How a phase ended: with what the next one needs, or with a {@link Failure}. */
export type PhaseEnd<T> = { readonly kind: "passed"; readonly value: T } | Failure;

/** A phase that passed, with what the next one needs. */
export function passed<T>(value: T): PhaseEnd<T> {
  return { kind: "passed", value };
}

/** A phase that failed. */
export function failure(
  outcome: Outcome,
  message: string,
  more: { readonly detail?: readonly string[]; readonly hint?: string } = {},
): Failure {
  return { kind: "failed", outcome, message, ...more };
}

/** What an error that is meant for the user says, as a failure: its first line, and the others as the lines that show why. */
export function failureOf({ message, hint, outcome }: UserError): Failure {
  const [first = "", ...detail] = message.split("\n");
  return failure(outcome, first, { detail, ...(hint === undefined ? {} : { hint }) });
}
