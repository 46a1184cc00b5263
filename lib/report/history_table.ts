import type { Result } from "../lifecycle/result.ts";
import { plainText } from "./clean_text.ts";
import type { RunHeader } from "./run_store.ts";
import { table } from "./table.ts";
import { time } from "./words.ts";

/** An earlier run: with its result, or with what is known without one. */
export interface HistoryRow {
  readonly runId: string;
  readonly state: "finished" | "running" | "abandoned";
  readonly header: Partial<RunHeader>;
  readonly result: Result | undefined;
}

/** Earlier runs as a table, one line each. */
export function historyTable(rows: readonly HistoryRow[]): string {
  return table([
    ["RUN", "SLUG", "HOST", "OUTCOME", "TOOK", "STARTED", "WHY"],
    ...rows.map(({ runId, state, header, result }) => [
      runId.slice(-8),
      result?.slug ?? header.slug ?? "?",
      result?.host ?? header.host ?? "?",
      result?.outcome ?? state,
      result === undefined ? "" : time(result.duration_ms),
      started(runId),
      plainText(result?.reason?.message.split("\n")[0] ?? ""),
    ]),
  ]);
}

/** When a run started: the first 48 bits of its id are milliseconds. Source: RFC 9562, section 5.7. */
function started(runId: string): string {
  const ms = Number.parseInt(runId.replaceAll("-", "").slice(0, 12), 16);
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}Z`;
}
