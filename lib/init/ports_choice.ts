import type { ServiceFacts } from "./repository_facts.ts";

interface PortsChoice {
  readonly ports: "private" | "host";
  /** Why the ports cannot be private. */
  readonly reasons: readonly string[];
}

const MAX_REASONS = 5;

/** Chooses `ports` of the contract: `private`, unless a service depends on a fixed address of the host. */
export function portsChoice(services: readonly ServiceFacts[]): PortsChoice {
  const started = services.filter(({ profiles }) => profiles.length === 0);
  const published = started.flatMap(({ ports }) => ports.map((port) => port.published));
  const reasons = started.flatMap((service) => [
    ...(service.hostNetwork ? [`${service.name} uses the host's network, so its ports are the host's`] : []),
    ...service.addresses.flatMap((address) => {
      const port = published.find((one) => addressWith(one).test(address));
      return port === undefined
        ? []
        : [`${service.name} is configured with a fixed address of the host: ${shortened(address, port)}`];
    }),
  ]);
  const more = reasons.length - MAX_REASONS;
  const shown = [...reasons.slice(0, MAX_REASONS), ...(more > 0 ? [`and ${more} more`] : [])];
  return { ports: reasons.length === 0 ? "private" : "host", reasons: shown };
}

function addressWith(port: number): RegExp {
  return new RegExp(`(?:localhost|127\\.0\\.0\\.1|host\\.docker\\.internal):${port}(?!\\d)`);
}

/** The host and port with the variable's name, without a password in front of the host. */
function shortened(text: string, port: number): string {
  const address = addressWith(port).exec(text)?.[0] ?? "";
  const name = /^[\w.-]+(?==)/.exec(text)?.[0];
  return name === undefined ? address : `${address} in ${name}`;
}
