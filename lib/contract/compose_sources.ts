import type { Allowance } from "./contract.ts";
import type { Refusal } from "./guard_rails.ts";

/** Gives what the compose files themselves refer to outside the repository and the resolved model no longer shows. */
export function composeSourceRefusals(
  _files: readonly string[],
  _options: { readonly root: string; readonly allow: readonly Allowance[] },
): Promise<readonly Refusal[]> {
  throw new Error("not built yet");
}
