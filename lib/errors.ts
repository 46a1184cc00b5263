/** What a {@link UserError} says about the run: the outcome it leads to. */
export type ErrorOutcome = "invalid" | "infra" | "busy";

/**
 * An error that is told to the user as it is: what was found, what was wanted, and at most one hint with what to type next.
 * It is caught in one place, `program.ts`, and never shown with a stack trace.
 */
export class UserError extends Error {
  /** A command to type or a file to edit. */
  readonly hint: string | undefined;
  /** Which outcome, and so which exit code, the error has. */
  readonly outcome: ErrorOutcome;

  constructor(message: string, options: { readonly hint?: string; readonly outcome?: ErrorOutcome } = {}) {
    super(message);
    this.name = "UserError";
    this.hint = options.hint;
    this.outcome = options.outcome ?? "invalid";
  }
}
