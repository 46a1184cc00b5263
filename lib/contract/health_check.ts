/** The kinds of health checks, as in `result.json` and for `ready.sh`. */
export const CHECK_KINDS = ["http", "tcp", "service"] as const;

/** A host and a port. */
interface Address {
  /** A host name or an address. */
  readonly host: string;
  readonly port: number;
}

/** Where a check connects to, while its URL keeps the name that the contract asks for. */
export interface CheckPlace extends Address {
  /** The service that publishes the port; undefined when the compose file does not tell. */
  readonly service: string | undefined;
  /** Only the host can tell whether the name means the host: then the check connects here, else as the contract says. */
  readonly ifLoopback: boolean;
}

interface Check<Kind extends typeof CHECK_KINDS[number]> {
  readonly kind: Kind;
  readonly name: string;
  readonly timeoutMs: number;
}

/** A URL that has to answer. The host sends the request. */
interface HttpCheck extends Check<"http"> {
  /** As in the contract. */
  readonly url: string;
  readonly at?: CheckPlace;
  /** Extended regular expression for the whole three-digit code: `200`, `2..`, `(200|204)`; `[23]..` by default. */
  readonly status?: string;
  /** Extended regular expression (grep -E) that one line of the body has to match. */
  readonly body?: string;
}

/** A port that has to accept a connection and keep it open. The host connects. */
interface TcpCheck extends Check<"tcp"> {
  /** A host name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly at?: CheckPlace;
}

/** A service that has to be healthy by its own healthcheck, or running where it has none. */
interface ServiceCheck extends Check<"service"> {
  readonly service: string;
}

/** A condition that the stack has to meet before the tests start. Names are unique within a contract and safe as file names. */
export type HealthCheck = HttpCheck | TcpCheck | ServiceCheck;

/** Returns the URL, the address or the service that a health check asks, as in the contract. */
export function checkTarget(check: HealthCheck): string {
  switch (check.kind) {
    case "http":
      return check.url;
    case "tcp":
      return addressText(check);
    case "service":
      return check.service;
    default:
      return check satisfies never;
  }
}

/** Returns the target of a health check with the address that it connects to: `http://localhost:80/ at 127.4.5.6:80`. */
export function describeTarget(check: HealthCheck): string {
  const at = check.kind === "service" || check.at?.ifLoopback ? undefined : check.at;
  const asked = checkAddress(check), target = checkTarget(check);
  const isElsewhere = at !== undefined && (at.port !== asked?.port || ![asked.host, "127.0.0.1"].includes(at.host));
  return isElsewhere ? `${target} at ${addressText(at)}` : target;
}

/** Returns the address that a health check names; undefined if it names none. */
export function checkAddress(check: HealthCheck): Address | undefined {
  switch (check.kind) {
    case "http": {
      const { hostname, port, protocol } = new URL(check.url);
      return { host: hostname, port: Number(port || (protocol === "https:" ? 443 : 80)) };
    }
    case "tcp":
      return check;
    case "service":
      return undefined;
    default:
      return check satisfies never;
  }
}

/** Formats `host:port`, with brackets around an IPv6 address. */
export function addressText({ host, port }: Address): string {
  return `${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`;
}
