import { checkAddress, checkAt, type HealthCheck } from "../contract/health_check.ts";
import type { PublishedPort } from "./published_port.ts";

/**
 * Points the checks of `localhost`, 127.0.0.1 or [::1] at a sandbox's own address, and at the new number of a port that was
 * moved. Checks of services and of other hosts stay unchanged.
 */
export function pointChecks(
  checks: readonly HealthCheck[],
  ports: readonly PublishedPort[],
  address: string,
): readonly HealthCheck[] {
  const moved = new Map(
    ports.filter(({ protocol }) => protocol === "tcp").toReversed().flatMap(({ wanted, published }) =>
      wanted === undefined || published === undefined ? [] : [[wanted, published] as const]
    ),
  );
  return checks.map((check) => {
    const own = checkAddress(check);
    if (own === undefined || !isLocalhost(own.host)) return check;
    return checkAt(check, { host: address, port: moved.get(own.port) ?? own.port });
  });
}

/** Whether a host name means this machine. In a sandbox with private ports, it means the sandbox's own address. */
export function isLocalhost(host: string): boolean {
  return ["localhost", "127.0.0.1", "::1", "[::1]"].includes(host.toLowerCase());
}
