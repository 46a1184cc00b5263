import { checkAddress, type CheckPlace, type HealthCheck } from "../contract/health_check.ts";
import type { PublishedPort } from "./published_port.ts";

/**
 * Directs the checks of this machine to where the stack is, so that no other program of the host can answer them: to the address
 * and the number of the published port, and with private ports (`address`) in any case to the sandbox's own address. The
 * checks keep their URLs. Checks of services and of other hosts stay unchanged.
 */
export function pointChecks(
  checks: readonly HealthCheck[],
  ports: readonly PublishedPort[],
  address: string | undefined,
): readonly HealthCheck[] {
  return checks.map((check) => {
    const at = placeOf(check, ports, address);
    return at === undefined || check.kind === "service" ? check : { ...check, at };
  });
}

function placeOf(
  check: HealthCheck,
  ports: readonly PublishedPort[],
  address: string | undefined,
): CheckPlace | undefined {
  const asked = checkAddress(check);
  if (asked === undefined) return undefined;
  const name = urlHost(asked.host);
  const isHere = isLocalhost(name), isLiteral = /^[\d.]+$|^\[/.test(name);
  const port = publishedPort(ports.filter(({ wanted }) => wanted === asked.port), name);
  const ifLoopback = !isHere && !isLiteral;
  if (!isHere && isLiteral && urlHost(port?.wantedAddress ?? "") !== name) return undefined;
  if (port?.published !== undefined) {
    return { host: port.address, port: port.published, service: port.service, ifLoopback };
  }
  return address === undefined ? undefined : { host: address, port: asked.port, service: undefined, ifLoopback };
}

/** Of the ports with the number that a check asks: the one on its address, else on this machine, else the first. */
function publishedPort(ports: readonly PublishedPort[], name: string): PublishedPort | undefined {
  const tcp = ports.filter(({ protocol, published }) => protocol === "tcp" && published !== undefined);
  return tcp.find(({ wantedAddress }) => urlHost(wantedAddress) === name) ??
    tcp.find(({ wantedAddress }) => wantedAddress === "" || isUsual(urlHost(wantedAddress))) ?? tcp[0];
}

const isUsual = (name: string) => ["0.0.0.0", "127.0.0.1", "[::]", "[::1]"].includes(name);

/** Whether a host name or an address certainly means this machine, in any of its spellings. */
export function isLocalhost(host: string): boolean {
  const name = urlHost(host);
  return isUsual(name) || /^127\.[\d.]+$|(?:^|\.)localhost\.?$|^\[::ffff:(?:7f..:[\da-f]+|0:0)\]$/.test(name);
}

/** Spells a host as URLs do: in lower case, IPv4 with four numbers, IPv6 in brackets. */
function urlHost(host: string): string {
  const url = `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}`;
  return URL.canParse(url) ? new URL(url).hostname : host.toLowerCase();
}
