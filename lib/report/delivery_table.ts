import { shortId } from "../result/identity.ts";
import type { Result } from "../result/result.ts";
import { date } from "../result/words.ts";
import type { DeliveryState } from "../store/delivery_state.ts";
import type { StoredRun } from "../store/list_runs.ts";
import { table } from "./table.ts";

/** A run whose result is undelivered. `result` is undefined when another version of the tool wrote it. */
export interface DeliveryRow {
  readonly run: StoredRun;
  readonly result: Result | undefined;
  /** What is delivered, when it is not a result. */
  readonly what?: string;
  readonly state: Exclude<DeliveryState, { kind: "delivered" }>;
}

/** Returns undelivered results, waiting and refused ones, as a table with one line each. */
export function deliveryTable(rows: readonly DeliveryRow[]): string {
  return table([
    ["RUN", "SLUG", "OUTCOME", "STARTED", "STATE", "TRIES", "NEXT", "WHY"],
    ...rows.map(({ run, result, state, what = "?" }) => [
      shortId(run.runId),
      run.header.slug ?? "?",
      result?.outcome ?? what,
      date(Date.parse(run.startedAt)),
      state.kind,
      state.kind === "waiting" ? `${state.tries}` : "",
      state.kind === "waiting" && state.tries > 0 ? date(state.nextMs) : "",
      state.why,
    ]),
  ]);
}
