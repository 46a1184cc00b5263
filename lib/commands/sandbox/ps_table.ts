import { table } from "../../report/table.ts";
import { date, time } from "../../result/words.ts";
import type { ListedSandbox } from "../../sandbox/list_sandboxes.ts";

/** Returns the sandboxes of a host as a table with one line each. `outcomes` has the outcomes of ended runs, by project. */
export function psTable(
  sandboxes: readonly ListedSandbox[],
  { outcomes, nowMs }: { readonly outcomes: ReadonlyMap<string, string>; readonly nowMs: number },
): string {
  return table([
    ["SANDBOX", "SLUG", "AGE", "OWNER", "OUTCOME", "LEASE"],
    ...sandboxes.map((sandbox) => [
      sandbox.project,
      sandbox.run?.slug ?? "?",
      sandbox.run === null ? "?" : time(Math.max(0, nowMs - Date.parse(sandbox.run.started_at))),
      sandbox.run?.owner ?? "?",
      outcomes.get(sandbox.project) ?? (sandbox.keep_until === null ? "running" : "kept"),
      `${lease(sandbox)}${sandbox.watched ? "" : ", no watcher"}`,
    ]),
  ]);
}

function lease({ keep_until, lease_s, lease_age_s }: ListedSandbox): string {
  if (keep_until === 0) return "the host removes it";
  if (keep_until !== null) return `kept until ${date(keep_until * 1000)}`;
  if (lease_s === null || lease_age_s === null) return "host rebooted";
  return lease_s > lease_age_s ? `${time((lease_s - lease_age_s) * 1000)} left` : "expired";
}
