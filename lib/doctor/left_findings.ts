import { count } from "../result/words.ts";
import { type ListedSandbox, readSandbox } from "../sandbox/list_sandboxes.ts";
import { factOf, type Facts, numberOf } from "./facts.ts";
import { type Finding, findingsAt } from "./finding.ts";

const { ok, warning } = findingsAt("host");

/** What earlier runs left on the host: sandboxes that nobody wants, and results that nobody told. `host` is for the commands. */
export function leftFindings(facts: Facts, host: string): readonly Finding[] {
  const sandboxes = (facts.get("sandbox") ?? []).map(readSandbox), nowS = numberOf(facts, "time") ?? 0;
  const expired = sandboxes.filter((each) => isExpired(each, nowS)).map(({ project }) => project);
  const leftovers = facts.get("leftover") ?? [];
  const notes = numberOf(facts, "abandoned") ?? 0, native = numberOf(facts, "undelivered") ?? 0;
  const unlisted = factOf(facts, "unlisted");
  const gc = { mend: `e2e gc --host ${host}`, fix: "gc" } as const;
  return [
    unlisted !== undefined
      ? warning("sandboxes", { found: `${unlisted} cannot be read`, mend: `ls -ld ${unlisted}` })
      : expired.length === 0
      ? ok("sandboxes", count(sandboxes.length, "sandbox", "sandboxes"))
      : warning("sandboxes", { found: `${expired.length} expired: ${expired.join(", ")}`, ...gc }),
    ...(leftovers.length > 0
      ? [warning("leftovers", { found: `${leftovers.length} without a directory: ${leftovers.join(", ")}`, ...gc })]
      : facts.has("engine")
      ? [ok("leftovers", "none")]
      : []), // without Docker's answer it is not known
    notes === 0
      ? ok("abandoned runs", "none waits")
      : warning("abandoned runs", { found: `${count(notes, "waits", "wait")} to be reported`, ...gc }),
    native === 0 ? ok("native results", "none waits") : warning("native results", {
      found: `${count(native, "waits", "wait")} to be reported`,
      mend: onHost(host, "~/.e2e/bin/e2e-host flush"),
    }),
  ];
}

const onHost = (host: string, command: string) => host === "local" ? command : `ssh ${host} '${command}'`;

/** As `sweep.sh` sees it: kept for longer than was said, or nobody watches it and its lease has run out. */
function isExpired({ keep_until, watched, lease_s, lease_age_s }: ListedSandbox, nowS: number): boolean {
  if (watched) return false;
  if (keep_until !== null) return nowS >= keep_until;
  return lease_age_s === null || lease_age_s >= (lease_s ?? 120);
}
