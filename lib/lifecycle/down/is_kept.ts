import type { Cleanup } from "../../contract/contract.ts";
import type { Outcome } from "../../result/outcome.ts";

/** Whether each policy keeps the sandbox of a run, by its outcome. */
const KEEPS: Readonly<Record<Cleanup, (outcome: Outcome) => boolean>> = {
  always: () => false,
  on_success: (outcome) => outcome !== "passed",
  never: () => true,
};

/** Whether the sandbox is kept, by the `cleanup` policy, the run's outcome, and whether the stack was started. */
export function isKept(cleanup: Cleanup, options: { readonly outcome: Outcome; readonly upTried: boolean }): boolean {
  const { outcome, upTried } = options;
  return upTried && !["busy", "cancelled", "internal", "invalid"].includes(outcome) && KEEPS[cleanup](outcome);
}
