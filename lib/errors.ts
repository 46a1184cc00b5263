/** The outcome that a {@link UserError} gives a run. */
type ErrorOutcome = "invalid" | "infra" | "busy";

/**
 * An error that is shown to the user as a message, without a stack trace: what was found, what was expected, and at most one
 * hint. It is caught in one place, `program.ts`.
 */
export class UserError extends Error {
  /** A command to type or a file to edit. */
  readonly hint: string | undefined;
  /** Decides the exit code. */
  readonly outcome: ErrorOutcome;

  constructor(message: string, options: { readonly hint?: string | undefined; readonly outcome?: ErrorOutcome } = {}) {
    super(message);
    this.name = "UserError";
    this.hint = options.hint;
    this.outcome = options.outcome ?? "invalid";
  }
}

/** Returns the message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
