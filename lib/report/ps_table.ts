import { table } from "./table.ts";
import { date, time } from "../result/words.ts";

/** A sandbox of a host, as far as `ps` shows it. */
export interface PsRow {
  readonly project: string;
  readonly slug: string | undefined;
  readonly owner: string | undefined;
  readonly outcome: string | undefined;
  readonly startedMs: number | undefined;
  /** How long the lease still holds; undefined when it is of another boot. */
  readonly leaseLeftMs: number | undefined;
  readonly keptUntilMs: number | undefined;
  readonly watched: boolean;
}

/** The sandboxes of a host as a table, one line each. */
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
  if (leaseLeftMs === undefined) return "of another boot";
  return leaseLeftMs > 0 ? `${time(leaseLeftMs)} left` : "run out";
}
