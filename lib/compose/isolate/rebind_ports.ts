import { type Changed, changeServices } from "./change_services.ts";
import type { ComposeModel, ComposePort } from "../compose_model.ts";
import {
  type HeldPorts,
  portRange,
  type PortsPolicy,
  type PublishedPort,
  reachableAddress,
} from "../published_port.ts";

/** A model after its ports were bound, and the place of each port. */
interface Rebound extends Changed<ComposeModel> {
  readonly ports: readonly PublishedPort[];
}

/**
 * Binds the published ports of a model: as in the compose file, or on the sandbox's own address. A private port keeps its
 * number, unless a program of the host holds it on all addresses or the model has it twice. Then it gets the first
 * free number above 20000.
 */
export function rebindPorts(model: ComposeModel, policy: PortsPolicy): Rebound {
  if (policy.kind === "host") return { value: model, changes: [], ports: portsAsWritten(model) };
  const choose = portChooser(model, policy.held);
  const ports: PublishedPort[] = [];
  const bound = changeServices(model, (service, name) => {
    if (!service.ports) return { value: service, changes: [] };
    const once = uniqueOnOneAddress(service.ports);
    const moved = once.map((port) => bind(port, { ...policy, choose }));
    ports.push(
      ...moved.map(({ value, wanted }, index) =>
        published(value, { service: name, wanted, wantedAddress: once[index]?.host_ip ?? "" })
      ),
    );
    const dropped = service.ports.filter((port) => !once.includes(port));
    return {
      value: { ...service, ports: moved.map(({ value }) => value) },
      changes: [
        ...moved.flatMap(({ changes }) => changes),
        ...dropped.map((port) =>
          `port ${port.published} on ${port.host_ip} removed, it is already on ${policy.address}`
        ),
      ],
    };
  });
  return { ...bound, ports };
}

function portsAsWritten(model: ComposeModel): readonly PublishedPort[] {
  return Object.entries(model.services).flatMap(([service, { ports }]) =>
    (ports ?? []).map((port) =>
      published(port, { service, wanted: fixedNumber(port), wantedAddress: port.host_ip ?? "" })
    )
  );
}

function published(
  port: ComposePort,
  known: Pick<PublishedPort, "service" | "wanted" | "wantedAddress">,
): PublishedPort {
  return {
    ...known,
    target: port.target,
    protocol: port.protocol ?? "tcp",
    address: reachableAddress(port.host_ip ?? ""),
    published: fixedNumber(port),
  };
}

/** The number on the host; undefined when Docker chooses it, also from a range. */
function fixedNumber({ published }: ComposePort): number | undefined {
  return /^\d+$/.test(String(published)) && Number(published) > 0 ? Number(published) : undefined;
}

/** Drops duplicates: one port on two addresses, such as 127.0.0.1 and ::1, is one port on the sandbox's address. */
function uniqueOnOneAddress(ports: readonly ComposePort[]): readonly ComposePort[] {
  const key = (port: ComposePort) => `${port.target}/${port.protocol ?? "tcp"} ${fixedNumber(port)}`;
  return ports.filter((port, index) =>
    fixedNumber(port) === undefined || ports.findIndex((other) => key(other) === key(port)) === index
  );
}

type Choose = (wanted: number, protocol: string) => number;

/** Assigns numbers in the order of the model, so that the same model on the same host always gets the same numbers. */
function portChooser(model: ComposeModel, held: HeldPorts): Choose {
  const written = Object.values(model.services).flatMap(({ ports }) =>
    (ports ?? []).flatMap((port) => fixedNumber(port) ?? [])
  );
  const used = new Set<string>();
  const taken = new Set([...[...held].map((port) => parseInt(port)), ...written]);
  let next = 20_001;
  return (wanted, protocol) => {
    const free = !used.has(`${wanted}/${protocol}`) && !held.has(`${wanted}/${protocol}`);
    while (!free && taken.has(next)) next++;
    const chosen = free ? wanted : next;
    taken.add(chosen);
    used.add(`${chosen}/${protocol}`);
    return chosen;
  };
}

type Binding = Omit<Extract<PortsPolicy, { readonly kind: "private" }>, "kind"> & { readonly choose: Choose };

function bind(
  port: ComposePort,
  { address, choose, held }: Binding,
): Changed<ComposePort> & { readonly wanted: number | undefined } {
  const wanted = fixedNumber(port), here = { ...port, host_ip: address };
  const chosen = wanted === undefined ? undefined : choose(wanted, port.protocol ?? "tcp");
  if (chosen !== wanted) {
    const changes = [`port ${wanted} bound to ${address}:${chosen}, ${wanted} is taken`];
    return { value: { ...here, published: String(chosen) }, wanted, changes };
  }
  const changes = port.host_ip === address ? [] : [`port ${wanted ?? port.target} bound to ${address}`];
  return { value: wanted === undefined ? withFreeRange(here, held) : here, wanted, changes };
}

/** Docker fails on a range that contains a held number. Without a range it chooses any free number. */
function withFreeRange(port: ComposePort, held: HeldPorts): ComposePort {
  const { published, ...rest } = port, { protocol = "tcp" } = port, range = portRange(published);
  const blocked = range === undefined || [...held].some((each) => {
    const number = parseInt(each);
    return each.endsWith(`/${protocol}`) && number >= range.first && number <= range.last;
  });
  return blocked ? rest : port;
}
