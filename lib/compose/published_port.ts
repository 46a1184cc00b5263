/** A port of a service that the host can reach. */
export interface PublishedPort {
  readonly service: string;
  /** The port inside the container. */
  readonly target: number;
  /** `tcp` or `udp`. */
  readonly protocol: string;
  /** The address to connect to: the bound one, or `127.0.0.1` for a port that is bound on all addresses. */
  readonly address: string;
  /** The port on the host; undefined when Docker chooses it. */
  readonly published: number | undefined;
  /** The port in the compose file, which differs from `published` when it was moved; undefined when Docker chooses it. */
  readonly wanted: number | undefined;
}

/** Where ports are bound: as in the compose file, or on the sandbox's own address. `held` are the ports on which a program of the host listens on all addresses. */
export type PortsPolicy =
  | { readonly kind: "host" }
  | { readonly kind: "private"; readonly address: string; readonly held: ReadonlySet<number> };
