import type { HealthCheck } from "./contract.ts";
import type { PublishedPort } from "./isolate.ts";

/** Points checks of this machine at a sandbox's own address. */
export function pointChecks(
  _checks: readonly HealthCheck[],
  _ports: readonly PublishedPort[],
  _address: string,
): readonly HealthCheck[] {
  throw new Error("not built yet");
}
