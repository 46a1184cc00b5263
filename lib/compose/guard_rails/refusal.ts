import type { Allowance } from "../../contract/contract.ts";

/** Something in a compose file that breaks isolation and that the contract does not allow. */
export interface Refusal {
  /** Where, such as `services.web.privileged`. */
  readonly path: string;
  /** What is there, shortly. */
  readonly found: string;
  /** What `allow` would have to name; undefined for what is never allowed. */
  readonly allowance: Allowance | undefined;
  /** What it would do. */
  readonly why: string;
}

/** Where a service is, and what its references may mean. */
export interface ServicePlace {
  /** Such as `services.web`. */
  readonly path: string;
  /** The repository's physical directory. */
  readonly root: string;
  /** The service that each fixed container name belongs to. */
  readonly containerNames: ReadonlyMap<string, string>;
}

/** Gives the refusals that the contract's `allow` does not cover. */
export function notAllowed(refusals: readonly Refusal[], allow: readonly Allowance[]): readonly Refusal[] {
  return refusals.filter(({ allowance }) => allowance === undefined || !allow.includes(allowance));
}
