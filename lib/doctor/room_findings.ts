import { MAKE_ROOM } from "../sandbox/host_facts.ts";
import { factOf, type Facts, numberOf } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** Below the first a run would fail, below the second it may. */
const DISK_KB = { failure: 20_000, warning: 1_000_000 } as const;
const INODES = { failure: 200, warning: 10_000 } as const;
const MEMORY_KB = { failure: 0, warning: 500_000 } as const;

type Limits = { readonly failure: number; readonly warning: number };

/** Whether a disk, of which so many KB are free, is one that is told of. */
export function isNearlyFull(freeKb: number | undefined): boolean {
  return freeKb !== undefined && freeKb < DISK_KB.warning;
}

/** The room that a run needs on the host: disks, inodes, memory. */
export function roomFindings(facts: Facts): readonly Finding[] {
  const docker = "docker system df shows what to prune";
  const rows: readonly (readonly [fact: string, name: string, limits: Limits, unit: typeof bytes, mend: string])[] = [
    ["home_kb", `disk of ${factOf(facts, "home")}`, DISK_KB, bytes, MAKE_ROOM],
    ["home_inodes", `inodes of ${factOf(facts, "home")}`, INODES, inodes, MAKE_ROOM],
    ["docker_root_kb", `disk of ${factOf(facts, "docker_root")}`, DISK_KB, bytes, docker],
    ["docker_root_inodes", `inodes of ${factOf(facts, "docker_root")}`, INODES, inodes, docker],
    ["memory_kb", "memory", MEMORY_KB, bytes, "ps aux --sort=-rss | head shows what holds it"],
  ];
  return rows.flatMap(([fact, name, limits, unit, mend]) => {
    const free = numberOf(facts, fact);
    if (free === undefined) return [];
    const grade = free < limits.failure ? "failure" : free < limits.warning ? "warning" : "ok";
    const more = grade === "ok" ? {} : { wanted: `at least ${unit(limits.warning)}`, mend };
    return [{ name, where: "host" as const, grade, found: `${unit(free)} free`, ...more }];
  });
}

function bytes(kb: number): string {
  return kb < 1_000_000 ? `${Math.round(kb / 1_000)} MB` : `${(kb / 1_000_000).toFixed(1)} GB`;
}

function inodes(number: number): string {
  return number.toLocaleString("en");
}
