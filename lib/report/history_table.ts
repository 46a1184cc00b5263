import { shortId } from "../result/identity.ts";
import type { Result } from "../result/result.ts";
import { date, firstLine, time } from "../result/words.ts";
import type { StoredRun } from "../store/list_runs.ts";
import { table } from "./table.ts";

/** An earlier run. `result` is undefined when there is none, or when another version of the tool wrote it. */
interface HistoryRow extends Pick<StoredRun, "runId" | "state" | "header" | "startedAt"> {
  readonly result: Result | undefined;
}

/** Returns earlier runs as a table with one line each. */
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

const WITHOUT_RESULT: Readonly<Record<StoredRun["state"], string>> = {
  finished: "Cannot read the result",
  running: "",
  abandoned: "The run was interrupted",
};
