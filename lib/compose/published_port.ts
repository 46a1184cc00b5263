import type { ComposePort } from "./compose_model.ts";

/** A port of a service that the host can reach. */
export interface PublishedPort {
  readonly service: string;
  /** The port inside the container. */
  readonly target: number;
  /** `tcp` or `udp`. */
  readonly protocol: string;
  /** The address to connect to: the bound one, or that of this machine for a port that is bound on all addresses. */
  readonly address: string;
  /** The address in the compose file; empty without one. */
  readonly wantedAddress: string;
  /** The port on the host; undefined when Docker chooses it. */
  readonly published: number | undefined;
  /** The port in the compose file, which differs from `published` when it was moved; undefined when Docker chooses it. */
  readonly wanted: number | undefined;
}

/** The numbers from which a published port gets one: `8080`, or `8080-8089`. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Returns the numbers of a published port of a model; undefined when Docker chooses any. */
export function portRange(published: ComposePort["published"]): PortRange | undefined {
  const [first = 0, last = first] = String(published ?? "").split("-").map(Number);
  return first > 0 ? { first, last } : undefined;
}

/** Returns the address that reaches a port: for one that is bound on all addresses, that of this machine. */
export function reachableAddress(bound: string): string {
  if (bound === "::") return "::1"; // Docker binds it for IPv6 only
  return ["", "0.0.0.0"].includes(bound) ? "127.0.0.1" : bound;
}

/** Ports of the host that a program holds on all addresses, such as `8080/tcp` and `53/udp`. */
export type HeldPorts = ReadonlySet<string>;

/** Where ports are bound: as in the compose file, or on the sandbox's own address. */
export type PortsPolicy =
  | { readonly kind: "host" }
  | { readonly kind: "private"; readonly address: string; readonly held: HeldPorts };
