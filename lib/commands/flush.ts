import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { basename } from "node:path";
import { UserError } from "../errors.ts";
import type { Delivery } from "../hub/client/deliver.ts";
import { EXIT_CODES } from "../result/outcome.ts";
import { resultSchema } from "../result/result.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import { type DeliveryRow, deliveryTable } from "../report/delivery_table.ts";
import { listRuns, startedAt } from "../store/list_runs.ts";
import { eventPaths, storedEvent } from "../store/stored_events.ts";
import { clearRefusal, deliveryState } from "../store/delivery_state.ts";
import { count } from "../result/words.ts";
import type { Context } from "../cli/context.ts";
import { deliverResults } from "../runner/deliver_results.ts";
import { deliveryText } from "../runner/delivery_text.ts";
import { nameable } from "../cli/nameable.ts";
import { flag, hubHere, hubOption, jsonOption } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { reportAbandoned } from "../runner/report_abandoned.ts";
import { runsHere } from "../runner/runs_here.ts";
import { jsonLine } from "../report/json_lines.ts";
import { withHost } from "../cli/with_host.ts";

const parser = object({
  list: flag("--list", message`list undelivered and refused results, and send nothing`),
  again: flag("--again", message`also send results that the state-hub refused`),
  hub: hubOption,
  host: optional(option("--host", nameable("HOST"), {
    description: message`also report interrupted runs of this host (default: this machine)`,
  })),
  json: jsonOption,
});

const examples = ["e2e flush", "e2e flush --list"];

/** `e2e flush`: delivers undelivered results, also those of interrupted runs of the host. */
export const flush = defineCommand({ name: "e2e flush", parser, examples }, async (options, context) => {
  if (options.list) return list(options.json, context);
  const hub = hubHere(options.hub, context);
  if (hub === undefined) {
    throw new UserError('Cannot deliver: the state-hub is "none"', { hint: "e2e flush --hub http://…" });
  }
  await withHost(options.host ?? "local", context, (transport) => reportAbandoned(transport, context));
  if (options.again) {
    unsettled(context).filter(({ state }) => state.kind === "refused").forEach(({ run }) => clearRefusal(run.path));
  }
  const delivery = await deliverResults({ hub, signal: context.signal, eager: true }, context);
  const { waiting, refused } = delivery;
  if (options.json) context.stdout(jsonLine(delivery));
  context.stderr(deliveredLine(delivery, hub.url.origin));
  const more = context.native === undefined ? "e2e hub starts a local state-hub; " : "";
  const hint = waiting.length === 0 ? "" : `  ${more}undelivered results are kept for 30 days\n`;
  context.stderr(deliveryText(delivery, { hub }, context) + hint);
  if (context.signal.aborted) return exitCodeAfter("cancelled", context.signal);
  return waiting.length + refused.length === 0 ? 0 : EXIT_CODES.undelivered;
});

/** Returns the line about the results that were delivered; empty when only others are left to talk about. */
function deliveredLine({ delivered, waiting, refused }: Delivery, hub: string): string {
  if (delivered.length > 0) return `${count(delivered.length, "result was", "results were")} delivered to ${hub}\n`;
  return waiting.length + refused.length === 0 ? "Nothing to deliver\n" : "";
}

function list(json: boolean, context: Context): number {
  const rows = unsettled(context);
  if (!json) context.stdout(deliveryTable(rows));
  else for (const row of rows) context.stdout(jsonLine(listed(row)));
  return 0;
}

function listed({ run, state }: DeliveryRow) {
  const { tries, nextMs } = state.kind === "waiting" ? state : { tries: 0, nextMs: 0 };
  const next_at = nextMs === 0 ? null : new Date(nextMs).toISOString();
  return { run_id: run.runId, state: state.kind, tries, next_at, why: state.why };
}

/** Returns the events and the runs whose result are not delivered, the oldest first. */
function unsettled(context: Context): readonly DeliveryRow[] {
  return [...unsettledEvents(context), ...unsettledRuns(context)];
}

function unsettledEvents(context: Context): readonly DeliveryRow[] {
  return eventPaths(runsHere(context)).flatMap((path) => {
    const state = deliveryState(path), runId = basename(path), slug = storedEvent(path)?.detail.slug;
    if (state.kind === "delivered") return [];
    const header = slug === undefined ? {} : { slug };
    const run = { runId, path, state: "finished", startedAt: startedAt(runId), header, result: undefined } as const;
    return [{ run, result: undefined, state, what: "schedule" }];
  });
}

function unsettledRuns(context: Context): readonly DeliveryRow[] {
  return listRuns(runsHere(context)).toReversed().flatMap((run) => {
    const state = deliveryState(run.path);
    if (run.state !== "finished" || state.kind === "delivered") return [];
    return [{ run, result: resultSchema.safeParse(run.result).data, state }];
  });
}
