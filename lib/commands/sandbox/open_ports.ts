import { UserError } from "../../errors.ts";
import type { Container } from "../../sandbox/containers.ts";
import type { Transport } from "../../host/transport.ts";
import { shortId } from "../../result/identity.ts";

/** A published port of a sandbox. */
export interface OpenPort {
  readonly service: string;
  /** The port in the container. */
  readonly target: number;
  /** `address:port` on the host. */
  readonly reach: string;
  /** The port on this machine, if it is free. */
  readonly preferred: number;
}

/** Returns the published TCP ports of a sandbox's containers. Throws a UserError when there are none. */
export function openPorts(
  { project, transport }: { readonly project: string; readonly transport: Pick<Transport, "name"> },
  containers: readonly Pick<Container, "service" | "ports">[],
  service: string | undefined,
): readonly OpenPort[] {
  const ports = containers.flatMap(({ service, ports }) =>
    ports.filter(({ protocol }) => protocol === "tcp")
      .map(({ target, reach }) => ({ service, target, reach, preferred: target }))
  );
  const found = service === undefined ? ports : ports.filter((port) => port.service === service);
  if (found.length > 0) return found;
  const others = [...new Set(ports.map((port) => port.service))].join(", ") || "none";
  const what = service === undefined ? "No service" : `No service "${service}"`;
  throw new UserError(`${what} of ${project} has a published TCP port (services with published ports: ${others})`, {
    hint: `e2e exec ${shortId(project)} SERVICE --host ${transport.name} -- … runs a command in a container`,
  });
}

/** Returns the line that shows the address of a port on this machine, as a URL if the port may speak HTTP. */
export function openPortLine({ service, target }: OpenPort, address: string): string {
  return `${service} ${target} → ${NO_HTTP.has(target) ? "" : "http://"}${address}\n`;
}

/** Ports of well-known services that do not speak HTTP. Source: the documentation of each. */
const NO_HTTP: ReadonlySet<number> = new Set(
  "22 25 53 389 443 1025 1433 1521 1883 2181 3306 4222 5432 5672 6379 7233 8443 9042 9092 11211 27017"
    .split(" ").map(Number),
);
