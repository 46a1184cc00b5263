/** A port of a service that is reachable from the host. */
export interface PublishedPort {
  readonly service: string;
  /** The port inside the container. */
  readonly target: number;
  /** `tcp` or `udp`. */
  readonly protocol: string;
  /** Where to connect to: as bound, `127.0.0.1` for wildcards. */
  readonly address: string;
  /** The port on the host; undefined where Docker chooses. */
  readonly published: number | undefined;
  /** The port on the host that the compose file asks for, which may have been moved; undefined where Docker chooses. */
  readonly wanted: number | undefined;
}

/** Whether ports are bound as written, or to the sandbox's own address; `held` are those that a wildcard listener of the host holds. */
export type PortsPolicy =
  | { readonly kind: "host" }
  | { readonly kind: "private"; readonly address: string; readonly held: ReadonlySet<number> };
