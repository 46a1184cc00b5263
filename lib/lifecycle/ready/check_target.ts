import type { HealthCheck } from "../../contract/contract.ts";

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
