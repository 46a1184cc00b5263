import { BlockList, isIPv6 } from "node:net";
import type { ComposeModel } from "./compose_model.ts";

/** A subnet, in CIDR notation, with its network. */
export interface Subnet {
  readonly network: string;
  readonly subnet: string;
}

/** Returns the subnets that a model fixes for the networks that its services use. */
export function fixedSubnets({ services, networks }: ComposeModel): readonly Subnet[] {
  const used = new Set(Object.values(services).flatMap((service) => Object.keys(service.networks ?? {})));
  return Object.entries(networks ?? {}).filter(([network]) => used.has(network)).flatMap(([network, it]) =>
    (it?.ipam?.config ?? []).flatMap(({ subnet }) => subnet === undefined ? [] : [{ network, subnet }])
  );
}

/** Returns two subnets of a list that overlap. */
export function overlapWithin(subnets: readonly Subnet[]): readonly [Subnet, Subnet] | undefined {
  for (const [index, one] of subnets.entries()) {
    const other = subnets.slice(index + 1).find(({ subnet }) => overlap(one.subnet, subnet));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

/** Whether two subnets have addresses in common. What is not in CIDR notation has none. */
export function overlap(one: string, other: string): boolean {
  return holds(one, other) || holds(other, one);
}

function holds(subnet: string, other: string): boolean {
  const [address = "", bits = ""] = subnet.split("/"), [inner = ""] = other.split("/"), list = new BlockList();
  try {
    list.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
    return list.check(inner, isIPv6(inner) ? "ipv6" : "ipv4");
  } catch {
    return false;
  }
}
