import type { ServiceFacts } from "./facts.ts";

/** How ports are published, and what stands against `private`, in words. */
export interface PortsChoice {
  readonly ports: "private" | "host";
  readonly against: readonly string[];
}

const mostWords = 5;

/** Whether an address of the sandbox's own will do for the published ports; pure. */
export function portsChoice(services: readonly ServiceFacts[]): PortsChoice {
  const started = services.filter(({ profiles }) => profiles.length === 0);
  const published = started.flatMap(({ ports }) => ports.map((port) => port.published));
  const against = started.flatMap((service) => [
    ...(service.hostNetwork ? [`${service.name} is on the host's own network: its ports are the host's`] : []),
    ...service.addresses.flatMap((told) => {
      const port = published.find((one) => addressWith(one).test(told));
      return port === undefined
        ? []
        : [`${service.name} is told a fixed address of the host: ${shortened(told, port)}`];
    }),
  ]);
  const more = against.length - mostWords;
  const shown = [...against.slice(0, mostWords), ...(more > 0 ? [`and ${more} more`] : [])];
  return { ports: against.length === 0 ? "private" : "host", against: shown };
}

function addressWith(port: number): RegExp {
  return new RegExp(`(?:localhost|127\\.0\\.0\\.1|host\\.docker\\.internal):${port}(?!\\d)`);
}

/** The name and the address, never a password in front of it. */
function shortened(told: string, port: number): string {
  const address = addressWith(port).exec(told)?.[0] ?? "";
  const name = /^[\w.-]+(?==)/.exec(told)?.[0];
  return name === undefined ? address : `${address} in ${name}`;
}
