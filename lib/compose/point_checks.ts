import type { HealthCheck, HttpCheck } from "../contract/contract.ts";
import type { PublishedPort } from "./published_port.ts";

/**
 * Points checks of `localhost`, 127.0.0.1 or [::1] at a sandbox's own address, and where a published port was moved, at its new number.
 * Checks of services and of other hosts stay as they are.
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
    if (check.kind === "service" || !isHere(check.host)) return check;
    return { ...check, host: address, port: moved.get(check.port) ?? check.port };
  });
}

/** Whether a check asks this machine, which in a sandbox may be its own address. */
export function isHere(host: string): boolean {
  return ["localhost", "127.0.0.1", "::1", "[::1]"].includes(host.toLowerCase());
}

interface Target {
  readonly address: string;
  readonly moved: ReadonlyMap<number, number>;
}

function pointUrl({ url }: HttpCheck, { address, moved }: Target): string {
  const { hostname, port, protocol } = new URL(url);
  if (!isHere(hostname)) return url;
  const wanted = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  const published = moved.get(wanted) ?? wanted;
  const suffix = port === "" && published === wanted ? "" : `:${published}`;
  // Only the authority is replaced: the rest stays as it is written.
  return url.replace(/^([a-z]+:\/\/(?:[^/?#@]*@)?)[^/?#]*/i, `$1${address}${suffix}`);
}
