import type { ComposeModel, ComposeService } from "./compose_model.ts";
import { type PortRange, portRange } from "./published_port.ts";
import { replicas } from "./replicas.ts";

/** Why the containers of a model cannot all publish their ports. */
interface PortConflict {
  /** What is found, as a sentence. */
  readonly found: string;
  /** Whether one service has more containers than ports. */
  readonly isReplicas: boolean;
}

/** One container's wish for one of the numbers from `first` to `last`. */
interface Wish extends PortRange {
  readonly service: string;
  readonly protocol: string;
  /** As in the model: `""` is every address of the host. */
  readonly address: string;
}

/** Returns the first port for which the containers of a model compete with each other: no other program has to hold it. */
export function portConflict(model: ComposeModel): PortConflict | undefined {
  const ended = endedBefore(model);
  const wishes = Object.entries(model.services).flatMap(([name, service]) =>
    ended.has(name) ? [] : wishesOf(name, service)
  );
  const groups = new Set(
    wishes.flatMap(({ protocol, address }) =>
      (address === "" ? ["0.0.0.0", "::"] : [address]).map((each) => `${protocol} ${each}`)
    ),
  );
  for (const group of groups) {
    const [protocol = "", at = ""] = group.split(" ");
    const rivals = wishes.filter((wish) => wish.protocol === protocol && covers(wish.address, at));
    const loser = unfulfilled(rivals);
    if (loser !== undefined) return describe(loser, rivals);
  }
  return undefined;
}

/** Returns the services that end before another one starts, and give their ports back. */
function endedBefore({ services }: ComposeModel): ReadonlySet<string> {
  return new Set(
    Object.values(services).flatMap(({ depends_on }) =>
      Object.entries(depends_on ?? {}).filter(([, { condition }]) => condition === "service_completed_successfully")
        .map(([name]) => name)
    ),
  );
}

function wishesOf(name: string, service: ComposeService): readonly Wish[] {
  if (service.network_mode === "host") return []; // then Docker publishes nothing
  const wishes = (service.ports ?? []).flatMap(({ published, protocol = "tcp", host_ip: address = "" }) => {
    const range = portRange(published);
    return range === undefined ? [] : [{ service: name, ...range, protocol, address }];
  });
  return Array.from({ length: replicas(service) }, () => wishes).flat();
}

/** Whether a port that is bound on `address` cannot be bound on `at` too. */
function covers(address: string, at: string): boolean {
  return address === at || address === "" || address === (at.includes(":") ? "::" : "0.0.0.0");
}

/**
 * Returns a wish that cannot be fulfilled. The one with the smallest `last` first, and the smallest number for each: no
 * other order fulfils more.
 */
function unfulfilled(wishes: readonly Wish[]): Wish | undefined {
  const taken = new Set<number>();
  for (const wish of wishes.toSorted((a, b) => a.last - b.last)) {
    let number = wish.first;
    while (taken.has(number)) number++;
    if (number > wish.last) return wish;
    taken.add(number);
  }
  return undefined;
}

function describe({ service, first, last, protocol }: Wish, rivals: readonly Wish[]): PortConflict {
  const ports = first === last ? `port ${first}/${protocol}` : `ports ${first}-${last}/${protocol}`;
  const near = rivals.filter((each) => each.first <= last && each.last >= first);
  const names = [...new Set(near.map((each) => each.service))].sort();
  if (names.length > 1) {
    const all = names.map((name) => `"${name}"`).join(" and ");
    return { found: `Services ${all} publish ${ports} on the same address`, isReplicas: false };
  }
  const isTwice = new Set(near).size > 1;
  return isTwice
    ? { found: `Service "${service}" publishes ${ports} twice on the same address`, isReplicas: false }
    : { found: `Service "${service}" has ${near.length} containers, but publishes only ${ports}`, isReplicas: true };
}
