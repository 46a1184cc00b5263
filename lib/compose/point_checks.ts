import type { HealthCheck, HttpCheck } from "../contract/contract.ts";
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
    if (check.kind === "http") return { ...check, url: pointUrl(check, { address, moved }) };
    if (check.kind === "service" || !isLocalhost(check.host)) return check;
    return { ...check, host: address, port: moved.get(check.port) ?? check.port };
  });
}

/** Whether a host name means this machine. In a sandbox with private ports, it means the sandbox's own address. */
export function isLocalhost(host: string): boolean {
  return ["localhost", "127.0.0.1", "::1", "[::1]"].includes(host.toLowerCase());
}

interface Target {
  readonly address: string;
  readonly moved: ReadonlyMap<number, number>;
}

function pointUrl({ url }: HttpCheck, { address, moved }: Target): string {
  const { hostname, port, protocol } = new URL(url);
  if (!isLocalhost(hostname)) return url;
  const wanted = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  const published = moved.get(wanted) ?? wanted;
  const suffix = port === "" && published === wanted ? "" : `:${published}`;
  // Only the host and port are replaced, so that the rest of the URL keeps its spelling.
  return url.replace(/^([a-z]+:\/\/(?:[^/?#@]*@)?)[^/?#]*/i, `$1${address}${suffix}`);
}
