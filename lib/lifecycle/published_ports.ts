import type { Container } from "../sandbox/containers.ts";

/** Returns the variables with the addresses of the services: `E2E_TEMPORAL_UI_8080` = `address:port` for `temporal-ui` 8080. */
export function publishedPorts(containers: readonly Container[]): Readonly<Record<string, string>> {
  const published: Record<string, string> = {};
  for (const { service, ports } of containers) {
    for (const { target, protocol, reach } of ports) {
      const name = `E2E_${service.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_${target}`;
      if (protocol === "tcp" || published[name] === undefined) published[name] = reach;
    }
  }
  return published;
}
