/** The kinds of health checks, as in `result.json` and for `ready.sh`. */
export const CHECK_KINDS = ["http", "tcp", "service"] as const;

interface Check<Kind extends typeof CHECK_KINDS[number]> {
  readonly kind: Kind;
  readonly name: string;
  readonly timeoutMs: number;
}

/** A URL that has to answer. The host sends the request. */
interface HttpCheck extends Check<"http"> {
  /** As in the contract. */
  readonly url: string;
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
}

/** A service that has to be healthy by its own healthcheck, or running where it has none. */
interface ServiceCheck extends Check<"service"> {
  readonly service: string;
}

/** A condition that the stack has to meet before the tests start. Names are unique within a contract and safe as file names. */
export type HealthCheck = HttpCheck | TcpCheck | ServiceCheck;

/** Returns the URL, the address or the service that a health check asks. */
export function checkTarget(check: HealthCheck): string {
  switch (check.kind) {
    case "http":
      return check.url;
    case "tcp":
      return `${check.host.includes(":") ? `[${check.host}]` : check.host}:${check.port}`;
    case "service":
      return check.service;
    default:
      return check satisfies never;
  }
}

/** A host and a port. */
interface Address {
  readonly host: string;
  readonly port: number;
}

/** Returns the address that a health check connects to; undefined if it connects to none. */
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

/** Returns a health check that connects to another address. */
export function checkAt(check: HealthCheck, { host, port }: Address): HealthCheck {
  switch (check.kind) {
    case "http": {
      const suffix = new URL(check.url).port === "" && port === checkAddress(check)?.port ? "" : `:${port}`;
      // Only the host and port are replaced, so that the rest of the URL keeps its spelling.
      return { ...check, url: check.url.replace(/^([a-z]+:\/\/(?:[^/?#@]*@)?)[^/?#]*/i, `$1${host}${suffix}`) };
    }
    case "tcp":
      return { ...check, host, port };
    case "service":
      return check;
    default:
      return check satisfies never;
  }
}
