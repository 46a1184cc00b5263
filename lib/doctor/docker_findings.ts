import { atLeast } from "../sandbox/at_least.ts";
import { COMPOSE_INSTALL, DOCKER_INSTALL, engineHint, OLDEST_COMPOSE } from "../sandbox/host_facts.ts";
import { poolCapacity } from "./address_pools.ts";
import { factOf, type Facts, numberOf } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** Below this many networks that still fit, a few runs at once use up the rest. */
const FEW_NETWORKS = 5;

/** Docker on the host: running and permitted, its Compose, room for networks. */
export function dockerFindings(facts: Facts): readonly Finding[] {
  if (facts.get("missing")?.includes("docker")) {
    return [{ name: "Docker", where: "host", grade: "failure", found: "not installed", mend: DOCKER_INSTALL }];
  }
  return [engine(facts), compose(facts), ...networks(facts)];
}

function engine(facts: Facts): Finding {
  const version = factOf(facts, "engine"), error = factOf(facts, "engine_error") ?? "no answer";
  const base = { name: "Docker", where: "host" } as const;
  if (version !== undefined) return { ...base, grade: "ok", found: version };
  return { ...base, grade: "failure", found: error, mend: engineHint(error) };
}

function compose(facts: Facts): Finding {
  const version = factOf(facts, "compose");
  const base = { name: "Docker Compose", where: "host", found: version ?? factOf(facts, "compose_error") ?? "nothing" };
  if (version !== undefined && atLeast(version, OLDEST_COMPOSE)) return { ...base, where: "host", grade: "ok" };
  const wanted = `${OLDEST_COMPOSE.join(".")} or newer`;
  return { ...base, where: "host", grade: "failure", wanted, mend: COMPOSE_INSTALL };
}

function networks(facts: Facts): readonly Finding[] {
  const used = numberOf(facts, "networks");
  if (used === undefined || !facts.has("docker_root")) return [];
  const free = Math.max(0, poolCapacity(factOf(facts, "pools") ?? "") - used);
  const found = `${free} more fit into the address pools`;
  const base = { name: "networks", where: "host", found } as const;
  if (free >= FEW_NETWORKS) return [{ ...base, grade: "ok" }];
  const mend = "docker network prune, or larger default-address-pools in /etc/docker/daemon.json";
  return [{ ...base, grade: free === 0 ? "failure" : "warning", wanted: `at least ${FEW_NETWORKS}`, mend }];
}
