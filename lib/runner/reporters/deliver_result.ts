import { reportWriteErrors } from "../../files/report_write_errors.ts";
import type { Delivery } from "../../hub/client/deliver.ts";
import { deliveryState, settle } from "../../store/delivery_state.ts";
import type { Outcome } from "../../result/outcome.ts";
import type { Context } from "../../cli/context.ts";
import { deliverResults } from "../deliver_results.ts";
import { deliveryText, flushCommand, undeliveredHint } from "../delivery_text.ts";
import { type EndedRun, isSilent, type ReportOptions } from "./reporter.ts";

/** The time for the delivery after a run. */
const LIMIT_MS = 10_000;

/** Delivers the result to the state-hub, and the undelivered results of earlier runs. */
export async function deliverResult(
  run: EndedRun,
  context: Context,
  options: ReportOptions,
): Promise<Outcome | undefined> {
  const { result, path } = run, { hub, strictReport } = options;
  if (hub === undefined) {
    reportWriteErrors(path, () => {})(() => settle(path, "delivered", { hub: "none", why: "", nowMs: context.now() }));
    return undefined;
  }
  const takeBack = context.onLeave(() => `Leaving: the result is not delivered, ${flushCommand(context)} delivers it`);
  const limit = AbortSignal.timeout(LIMIT_MS);
  const signal = context.signal.aborted ? new AbortController().signal : context.signal; // the result of a cancelled run is delivered too
  const own = { path, result };
  const delivery = await deliverResults({ hub, signal, limit, eager: false, own }, context).finally(takeBack);
  const about = { hub, own: path };
  if (!isSilent(run, options)) {
    context.stderr(deliveryText(delivery, about, context) + undeliveredHint(delivery, about, context));
  }
  if (!strictReport || result.outcome !== "passed" || isTaken(delivery, path)) return undefined;
  context.stderr(`✗ undelivered: ${result.slug} passed, but its result was not delivered to the state-hub\n`);
  return "undelivered";
}

/** Returns whether the hub has the result of the run in directory `path`, with or without its report. */
function isTaken({ delivered, waiting }: Delivery, path: string): boolean {
  return [...delivered, ...waiting.filter(({ taken }) => taken)].some((each) => each.path === path) ||
    deliveryState(path).kind === "delivered";
}
