import type { Result } from "../result/result.ts";
import type { StoredRun } from "../store/run_store.ts";
import { table } from "./table.ts";
import { date, firstLine, time } from "../result/words.ts";
import { shortId } from "../result/identity.ts";

/** An earlier run: with its result, or with what is known without one. */
export interface HistoryRow extends Pick<StoredRun, "runId" | "state" | "header" | "startedAt"> {
  readonly result: Result | undefined;
}

/** Earlier runs as a table, one line each. */
export function historyTable(rows: readonly HistoryRow[]): string {
  return table([
    ["RUN", "SLUG", "HOST", "OUTCOME", "TOOK", "STARTED", "WHY"],
    ...rows.map(({ runId, state, header, startedAt, result }) => [
      shortId(runId),
      result?.slug ?? header.slug ?? "?",
      result?.host ?? header.host ?? "?",
      result?.outcome ?? state,
      result === undefined ? "" : time(result.duration_ms),
      date(Date.parse(startedAt)),
      result === undefined ? WITHOUT_RESULT[state] : firstLine(result.reason?.message ?? ""),
    ]),
  ]);
}

const WITHOUT_RESULT = {
  finished: "Its result cannot be read",
  running: "",
  abandoned: "The tool ended before the run did",
} as const;
