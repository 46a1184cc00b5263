import { onHost } from "../host/on_host.ts";
import { makeRoom } from "../sandbox/host_facts.ts";
import { answerOf, type HostAnswers, numberOf } from "./host_answers.ts";
import type { Finding } from "./finding.ts";

/** A run would fail with less than `failure`, and might fail with less than `warning`. */
const DISK_KB = { failure: 20_000, warning: 1_000_000 } as const;
const INODES = { failure: 200, warning: 10_000 } as const;
const MEMORY_KB = { failure: 0, warning: 500_000 } as const;

type Limits = { readonly failure: number; readonly warning: number };

/** Returns whether this much free space, in KB, is a warning. */
export function isNearlyFull(freeKb: number | undefined): boolean {
  return freeKb !== undefined && freeKb < DISK_KB.warning;
}

/** Checks the free space on the host: disks, inodes, memory. `host` is for the commands to type. */
export function roomFindings(answers: HostAnswers, host: string): readonly Finding[] {
  const docker = `${onHost(host, "docker system df")} shows what to prune`;
  const rows: readonly (readonly [fact: string, name: string, limits: Limits, unit: typeof bytes, mend: string])[] = [
    ["home_kb", `disk of ${answerOf(answers, "home")}`, DISK_KB, bytes, makeRoom(host)],
    ["home_inodes", `inodes of ${answerOf(answers, "home")}`, INODES, inodes, makeRoom(host)],
    ["docker_root_kb", `disk of ${answerOf(answers, "docker_root")}`, DISK_KB, bytes, docker],
    ["docker_root_inodes", `inodes of ${answerOf(answers, "docker_root")}`, INODES, inodes, docker],
    ["memory_kb", "memory", MEMORY_KB, bytes, "ps aux --sort=-rss | head shows what uses it"],
  ];
  return rows.flatMap(([fact, name, limits, unit, mend]) => {
    const free = numberOf(answers, fact);
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
