import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { UserError } from "../errors.ts";
import { EXIT_CODES } from "../result/outcome.ts";
import { resultSchema } from "../result/result.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import { type DeliveryRow, deliveryTable } from "../report/delivery_table.ts";
import { listRuns } from "../store/list_runs.ts";
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
  const { delivered, waiting, refused } = delivery;
  if (options.json) context.stdout(jsonLine(delivery));
  context.stderr(`${count(delivered.length, "result was", "results were")} delivered to ${hub.url.origin}\n`);
  const more = context.native === undefined ? "e2e hub starts a local state-hub; " : "";
  const hint = waiting.length === 0 ? "" : `  ${more}undelivered results are kept for 30 days\n`;
  context.stderr(deliveryText(delivery, { hub }, context) + hint);
  if (context.signal.aborted) return exitCodeAfter("cancelled", context.signal);
  return waiting.length + refused.length === 0 ? 0 : EXIT_CODES.undelivered;
});

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

/** Returns the runs whose result is not delivered, the oldest first. */
function unsettled(context: Context): readonly DeliveryRow[] {
  return listRuns(runsHere(context)).toReversed().flatMap((run) => {
    const state = deliveryState(run.path);
    if (run.state !== "finished" || state.kind === "delivered") return [];
    return [{ run, result: resultSchema.safeParse(run.result).data, state }];
  });
}
