import { count } from "../report/words.ts";
import { type ListedSandbox, readSandbox } from "../sandbox/list_sandboxes.ts";
import { type Facts, numberOf } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** What earlier runs left on the host: sandboxes that nobody wants, and results that nobody told. `host` is for the commands. */
export function leftFindings(facts: Facts, host: string): readonly Finding[] {
  const sandboxes = (facts.get("sandbox") ?? []).map(readSandbox);
  const expired = sandboxes.filter((each) => isExpired(each, numberOf(facts, "time") ?? 0)).map(({ project }) =>
    project
  );
  const gc = { mend: `e2e gc --host ${host}`, fix: "gc" } as const;
  return [
    names("sandboxes", expired, "expired", { ok: count(sandboxes.length, "sandbox", "sandboxes"), ...gc }),
    names("leftovers", facts.get("leftover") ?? [], "without a directory", { ok: "none", ...gc }),
    number("abandoned runs", numberOf(facts, "abandoned"), gc),
    number("native results", numberOf(facts, "undelivered"), { mend: `ssh ${host}, and there: e2e flush` }),
  ];
}

function names(
  name: string,
  found: readonly string[],
  what: string,
  { ok, ...mend }: { readonly ok: string; readonly mend: string; readonly fix: "gc" },
): Finding {
  const base = { name, where: "host" } as const;
  return found.length === 0
    ? { ...base, grade: "ok", found: ok }
    : { ...base, grade: "warning", found: `${found.length} ${what}: ${found.join(", ")}`, ...mend };
}

function number(name: string, many = 0, mend: { readonly mend: string; readonly fix?: "gc" }): Finding {
  const base = { name, where: "host" } as const;
  return many === 0
    ? { ...base, grade: "ok", found: "none waits" }
    : { ...base, grade: "warning", found: `${count(many, "waits", "wait")} to be reported`, ...mend };
}

/** As `sweep.sh` sees it: kept for longer than was said, or nobody watches it and its lease has run out. */
function isExpired({ keep_until, watched, lease_s, lease_age_s }: ListedSandbox, nowS: number): boolean {
  if (watched) return false;
  if (keep_until !== null) return nowS >= keep_until;
  return lease_age_s === null || lease_age_s >= (lease_s ?? 120);
}
