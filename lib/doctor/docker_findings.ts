import { sizeBytes } from "../sandbox/build_cache.ts";
import { atLeast } from "../sandbox/at_least.ts";
import { COMPOSE_INSTALL, DOCKER_INSTALL, engineHint, OLDEST_COMPOSE } from "../sandbox/host_facts.ts";
import { poolCapacity } from "./address_pools.ts";
import { answerOf, type HostAnswers, numberOf } from "./host_answers.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { isNearlyFull } from "./room_findings.ts";

/** With fewer networks than this left, a few concurrent runs use up the rest. */
const FEW_NETWORKS = 5;

const { ok, warning, failure } = findingsAt("host");

/** A larger build cache is a warning. */
const LARGE_CACHE = 20e9;

/**
 * Checks Docker on the host: the Engine, Compose, address pools, the build cache. `host` is for the commands to type.
 */
export function dockerFindings(answers: HostAnswers, host: string): readonly Finding[] {
  if (answers.get("missing")?.includes("docker")) {
    return [failure("Docker", { found: "not installed", mend: DOCKER_INSTALL })];
  }
  return [engine(answers), compose(answers), ...networks(answers), ...buildCache(answers, host)];
}

function engine(answers: HostAnswers): Finding {
  const version = answerOf(answers, "engine"), error = answerOf(answers, "engine_error") ?? "no answer";
  return version === undefined
    ? failure("Docker", { found: error, mend: engineHint(error, answerOf(answers, "init")) })
    : ok("Docker", version);
}

function compose(answers: HostAnswers): Finding {
  const name = "Docker Compose", version = answerOf(answers, "compose");
  if (version !== undefined && atLeast(version, OLDEST_COMPOSE)) return ok(name, version);
  const found = version ?? answerOf(answers, "compose_error") ?? "no answer";
  return failure(name, { found, wanted: `${OLDEST_COMPOSE.join(".")} or newer`, mend: COMPOSE_INSTALL });
}

function networks(answers: HostAnswers): readonly Finding[] {
  const used = numberOf(answers, "networks");
  if (used === undefined || !answers.has("docker_root")) return []; // without it the address pools are unknown
  const free = Math.max(0, poolCapacity(answerOf(answers, "pools") ?? "") - used);
  const found = `room for ${free} more in the address pools`;
  if (free >= FEW_NETWORKS) return [ok("networks", found)];
  const mend = "docker network prune, or larger default-address-pools in /etc/docker/daemon.json";
  return [(free === 0 ? failure : warning)("networks", { found, wanted: `at least ${FEW_NETWORKS}`, mend })];
}

/** The build cache grows with every build, and has no labels to remove only a part of it. */
function buildCache(answers: HostAnswers, host: string): readonly Finding[] {
  const found = answerOf(answers, "build_cache"), bytes = found === undefined ? undefined : sizeBytes(found);
  if (found === undefined || bytes === undefined) return [];
  const isLarge = bytes > LARGE_CACHE, isTight = bytes > 0 && isNearlyFull(numberOf(answers, "docker_root_kb"));
  if (!isLarge && !isTight) return [ok("build cache", found)];
  return [warning("build cache", { found, mend: `e2e gc --host ${host} --build-cache ${isTight ? "0" : "10GB"}` })];
}
