import type { ComposeModel } from "./compose_model.ts";
import type { Allowance } from "./contract.ts";

/** Something in a compose file that breaks isolation and that the contract does not allow. */
export interface Refusal {
  /** Where, such as `services.web.privileged`. */
  readonly path: string;
  readonly found: string;
  /** What `allow` would have to name; undefined for what is never allowed. */
  readonly allowance: Allowance | undefined;
  readonly why: string;
}

/** Gives what a compose model does that breaks isolation and is not allowed. `root` is the repository's physical directory, as in the model's absolute paths. */
export function guardRails(
  _model: ComposeModel,
  _options: { readonly root: string; readonly allow: readonly Allowance[] },
): readonly Refusal[] {
  throw new Error("not built yet");
}

/** Gives the report that people read. */
export function renderRefusals(_refusals: readonly Refusal[]): string {
  throw new Error("not built yet");
}
