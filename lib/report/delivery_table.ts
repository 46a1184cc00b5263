import type { Result } from "../result/result.ts";
import type { StoredRun } from "../store/run_store.ts";
import type { DeliveryState } from "../store/delivery_state.ts";
import { table } from "./table.ts";
import { date } from "../result/words.ts";
import { shortId } from "../result/identity.ts";

/** A run that the state-hub has not taken; without its result where that is of another version. */
export interface DeliveryRow {
  readonly run: StoredRun;
  readonly result: Result | undefined;
  readonly state: Exclude<DeliveryState, { kind: "delivered" }>;
}

/** What waits for the state-hub and what it refused, as a table, one line each. */
export function deliveryTable(rows: readonly DeliveryRow[]): string {
  return table([
    ["RUN", "SLUG", "OUTCOME", "STARTED", "STATE", "TRIES", "NEXT", "WHY"],
    ...rows.map(({ run, result, state }) => [
      shortId(run.runId),
      run.header.slug ?? "?",
      result?.outcome ?? "?",
      date(Date.parse(run.startedAt)),
      state.kind,
      state.kind === "waiting" ? `${state.tries}` : "",
      state.kind === "waiting" && state.tries > 0 ? date(state.nextMs) : "",
      state.why,
    ]),
  ]);
}
