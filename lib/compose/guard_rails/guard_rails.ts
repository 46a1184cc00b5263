import type { ComposeModel } from "../compose_model.ts";
import type { Allowance } from "../../contract/contract.ts";
import { resourceRefusals } from "./resource_refusals.ts";
import { notAllowed, type Refusal } from "./refusal.ts";
import { serviceRefusals } from "./service_refusals.ts";

export type { Refusal };

/**
 * Gives what a compose model does that breaks isolation and that the contract does not allow, in the model's order.
 * `root` is the repository's physical directory, as in the model's absolute paths; links below it are not followed.
 * A guard rail against accidents, not a wall: the test command itself is a shell on the host.
 */
export function guardRails(
  model: ComposeModel,
  { root, allow }: { readonly root: string; readonly allow: readonly Allowance[] },
): readonly Refusal[] {
  const containerNames = new Map(
    Object.entries(model.services).flatMap(([name, { container_name }]) =>
      container_name === undefined ? [] : [[container_name, name] as const]
    ),
  );
  const services = Object.entries(model.services).flatMap(([name, service]) =>
    serviceRefusals(service, { path: `services.${name}`, root, containerNames })
  );
  return notAllowed([...services, ...resourceRefusals(model, root)], allow);
}

/** Gives the report that people read: one line a refusal, with what to name in the contract's `allow` if it is meant. */
export function renderRefusals(refusals: readonly Refusal[]): string {
  return refusals.map(({ path, found, why, allowance }) =>
    `${path}: ${why}, found ${found}${allowance === undefined ? "" : ` (allow: ${allowance})`}`
  ).join("\n");
}
