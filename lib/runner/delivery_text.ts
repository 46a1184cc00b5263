import type { Delivery } from "../hub/client/deliver.ts";
import type { HubAddress } from "../hub/client/hub_address.ts";
import { count } from "../result/words.ts";
import type { Context } from "../cli/context.ts";
import { hubHere } from "../cli/options.ts";
import { storedEvent } from "../store/stored_events.ts";
import { shortId } from "../result/identity.ts";

/** The state-hub of a delivery, and the directory of the run that has just ended, if any. */
interface DeliveredTo {
  readonly hub: HubAddress;
  readonly own?: string;
}

/** Describes the results that were not delivered, and why; empty when all were delivered. */
export function deliveryText({ delivered, refused, waiting }: Delivery, about: DeliveredTo, context: Context): string {
  const flush = flushCommand(context), run = (path: string) => `run ${shortId(path)}`;
  const what = (path: string) => storedEvent(path)?.summary ?? `the result of ${run(path)}`;
  const hint = `  ${flush} --list shows it, ${flush} --again sends it again\n`;
  return [
    ...delivered.flatMap(({ path, note }) =>
      note === undefined ? [] : [`The state-hub has the result of ${run(path)}, but ${note}\n`]
    ),
    ...refused.map(({ path, why }) => `The state-hub refused ${what(path)}: ${why}\n${hint}`),
    waitingText(waiting, about),
  ].join("");
}

function waitingText(waiting: Delivery["waiting"], { hub, own }: DeliveredTo): string {
  const mine = waiting.find(({ path }) => path === own), last = mine ?? waiting.at(-1);
  if (last === undefined) return "";
  const why = `${last.taken ? "it has the result, but not its report: " : ""}${last.why}`;
  if (own !== undefined && mine === undefined) {
    const results = count(waiting.length, "result of an earlier run is", "results of earlier runs are");
    return `${results} not yet delivered (last try: ${why})\n`;
  }
  const results = count(waiting.length, "result is", "results are");
  return `${results} not yet delivered to the state-hub ${hub.url.origin} (${why})\n`;
}

/** Returns a hint for after a run: how to deliver later. Returns an empty text when nothing is left to deliver. */
export function undeliveredHint({ waiting }: Delivery, { hub, own }: DeliveredTo, context: Context): string {
  if (waiting.length === 0) return "";
  // The hub from the command line is not the default, so the later command needs --hub too.
  const isDefault = hubHere(undefined, context)?.base.href === hub.base.href;
  const flush = `${flushCommand(context)}${isDefault ? "" : ` --hub ${hub.base.href}`}`;
  const isAway = context.native === undefined && waiting.some(({ path }) => path === own);
  const more = isAway ? "; e2e hub starts a local state-hub; STATE_HUB_URL=none turns reporting off" : "";
  return `  ${flush} tries again${more}\n`;
}

/** Returns the command that delivers results: `e2e flush`, or that of the native tool. */
export function flushCommand({ native }: Context): string {
  return native === undefined ? "e2e flush" : "e2e-host flush";
}
