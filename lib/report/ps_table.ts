import { date, time } from "../result/words.ts";
import { table } from "./table.ts";

/** What `e2e ps` shows of a sandbox on a host. */
export interface PsRow {
  readonly project: string;
  readonly slug: string | undefined;
  readonly owner: string | undefined;
  readonly outcome: string | undefined;
  readonly startedMs: number | undefined;
  /** The time until the lease expires; undefined when the host has rebooted since. */
  readonly leaseLeftMs: number | undefined;
  readonly keptUntilMs: number | undefined;
  readonly watched: boolean;
}

/** Returns the sandboxes of a host as a table with one line each. */
export function psTable(rows: readonly PsRow[], nowMs: number): string {
  return table([
    ["SANDBOX", "SLUG", "AGE", "OWNER", "OUTCOME", "LEASE"],
    ...rows.map((row) => [
      row.project,
      row.slug ?? "?",
      row.startedMs === undefined ? "?" : time(Math.max(0, nowMs - row.startedMs)),
      row.owner ?? "?",
      row.outcome ?? (row.keptUntilMs === undefined ? "running" : "kept"),
      `${lease(row)}${row.watched ? "" : ", no watcher"}`,
    ]),
  ]);
}

function lease({ keptUntilMs, leaseLeftMs }: PsRow): string {
  if (keptUntilMs !== undefined) return `kept until ${date(keptUntilMs)}`;
  if (leaseLeftMs === undefined) return "host rebooted";
  return leaseLeftMs > 0 ? `${time(leaseLeftMs)} left` : "expired";
}
