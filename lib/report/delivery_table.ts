import type { Result } from "../lifecycle/result.ts";
import type { DeliveryState } from "./state_hub/delivery_state.ts";
import { table } from "./table.ts";
import { date } from "./words.ts";

/** A run that the state-hub has not taken. */
export interface DeliveryRow {
  readonly result: Result;
  readonly state: Exclude<DeliveryState, { kind: "delivered" }>;
}

/** What waits for the state-hub and what it refused, as a table, one line each. */
export function deliveryTable(rows: readonly DeliveryRow[]): string {
  return table([
    ["RUN", "SLUG", "OUTCOME", "STARTED", "STATE", "TRIES", "NEXT", "WHY"],
    ...rows.map(({ result, state }) => [
      result.run_id.slice(-8),
      result.slug,
      result.outcome,
      date(Date.parse(result.started_at)),
      state.kind,
      state.kind === "waiting" ? `${state.tries}` : "",
      state.kind === "waiting" && state.tries > 0 ? date(state.nextMs) : "",
      state.why,
    ]),
  ]);
}
