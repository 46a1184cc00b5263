import { sizeBytes } from "../sandbox/build_cache.ts";
import { atLeast } from "../sandbox/at_least.ts";
import { COMPOSE_INSTALL, DOCKER_INSTALL, engineHint, OLDEST_COMPOSE } from "../sandbox/host_facts.ts";
import { poolCapacity } from "./address_pools.ts";
import { factOf, type Facts, numberOf } from "./facts.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { isNearlyFull } from "./room_findings.ts";

/** Below this many networks that still fit, a few runs at once use up the rest. */
const FEW_NETWORKS = 5;

const { ok, warning, failure } = findingsAt("host");

/** Of a build cache that is larger it is told how to shrink it. */
const LARGE_CACHE = 20e9;

/** Docker on the host: running and permitted, its Compose, room for networks, its build cache. `host` is for the commands. */
export function dockerFindings(facts: Facts, host: string): readonly Finding[] {
  if (facts.get("missing")?.includes("docker")) {
    return [failure("Docker", { found: "not installed", mend: DOCKER_INSTALL })];
  }
  return [engine(facts), compose(facts), ...networks(facts), ...buildCache(facts, host)];
}

function engine(facts: Facts): Finding {
  const version = factOf(facts, "engine"), error = factOf(facts, "engine_error") ?? "no answer";
  return version === undefined ? failure("Docker", { found: error, mend: engineHint(error) }) : ok("Docker", version);
}

function compose(facts: Facts): Finding {
  const name = "Docker Compose", version = factOf(facts, "compose");
  if (version !== undefined && atLeast(version, OLDEST_COMPOSE)) return ok(name, version);
  const found = version ?? factOf(facts, "compose_error") ?? "nothing";
  return failure(name, { found, wanted: `${OLDEST_COMPOSE.join(".")} or newer`, mend: COMPOSE_INSTALL });
}

function networks(facts: Facts): readonly Finding[] {
  const used = numberOf(facts, "networks");
  if (used === undefined || !facts.has("docker_root")) return []; // without it nothing is known of the pools
  const free = Math.max(0, poolCapacity(factOf(facts, "pools") ?? "") - used);
  const found = `${free} more fit into the address pools`;
  if (free >= FEW_NETWORKS) return [ok("networks", found)];
  const mend = "docker network prune, or larger default-address-pools in /etc/docker/daemon.json";
  return [(free === 0 ? failure : warning)("networks", { found, wanted: `at least ${FEW_NETWORKS}`, mend })];
}

/** What Docker keeps of earlier builds: it grows with each, and no label says whose it is. */
function buildCache(facts: Facts, host: string): readonly Finding[] {
  const found = factOf(facts, "build_cache"), bytes = found === undefined ? undefined : sizeBytes(found);
  if (found === undefined || bytes === undefined) return [];
  const isLarge = bytes > LARGE_CACHE, isTight = bytes > 0 && isNearlyFull(numberOf(facts, "docker_root_kb"));
  if (!isLarge && !isTight) return [ok("build cache", found)];
  return [warning("build cache", { found, mend: `e2e gc --host ${host} --build-cache ${isTight ? "0" : "10GB"}` })];
}
