import { join } from "node:path";
import { type Result, resultSchema } from "../lifecycle/result.ts";
import { careful } from "../report/careful.ts";
import { deliver, type DeliverOptions, type Delivery } from "../report/state_hub/deliver.ts";
import { deliveryState, settle } from "../report/state_hub/delivery_state.ts";
import type { HubAddress } from "../report/state_hub/hub_address.ts";
import { count } from "../report/words.ts";
import type { Context } from "./context.ts";
import { reportOf } from "./run_reports.ts";
import { runsHere } from "./runs_here.ts";

/** Reporting after a run takes so long at most. */
const AFTER_RUN_MS = 10_000;

/** Delivers what waits and the run that has just ended, within the time limit; gives whether the run itself was delivered. */
export async function deliverAfterRun(
  run: { readonly path: string; readonly result: Result },
  { hub, say, context }: {
    readonly hub: HubAddress | undefined;
    readonly say: (text: string) => void;
    readonly context: Context;
  },
): Promise<boolean> {
  const { path } = run;
  if (hub === undefined) {
    careful(path, () => {})(() => settle(path, "delivered", { hub: "none", why: "", nowMs: context.now() }));
    return true;
  }
  const takeBack = context.onLeave(() => "Leaving: the result waits, e2e flush delivers it");
  const limit = AbortSignal.timeout(AFTER_RUN_MS);
  const signal = context.signal.aborted ? limit : AbortSignal.any([limit, context.signal]);
  const delivery = await deliverResults({ hub, signal, eager: false, own: run }, context).finally(takeBack);
  say(deliveryWords(delivery, hub, path));
  if (delivery.waiting.length > 0) say(WAITING_HINT);
  return delivery.delivered.some((each) => each.path === path) || deliveryState(path).kind === "delivered";
}

const WAITING_HINT = "  e2e flush delivers what waits, e2e hub starts a hub here; STATE_HUB_URL=none reports nothing\n";

/** Delivers what waits in the runs here. */
export function deliverResults(
  options: Pick<DeliverOptions, "hub" | "signal" | "eager" | "own">,
  context: Context,
): Promise<Delivery> {
  return deliver(runsHere(context), { ...options, now: context.now, resultAt, pageAt });
}

/** A tool that was killed may have left none. */
async function pageAt(path: string, result: Result): Promise<string> {
  return textOf(join(path, "report.html")) ?? await reportOf(path, result);
}

/** What did not arrive, and why; empty when nothing waits. `own` is the run that has just ended. */
export function deliveryWords({ delivered, refused, waiting }: Delivery, hub: HubAddress, own?: string): string {
  const run = (path: string) => `run ${path.slice(-8)}`;
  return [
    ...delivered.flatMap(({ path, note }) =>
      note === undefined ? [] : [`The state-hub took ${run(path)}, but ${note}\n`]
    ),
    ...refused.map(({ path, why }) => `The state-hub refused the result of ${run(path)}: ${why}\n${REFUSED_HINT}`),
    waitingWords(waiting, { hub, own }),
  ].join("");
}

const REFUSED_HINT = "  e2e flush --list shows it, e2e flush --again sends it again\n";

function waitingWords(
  waiting: Delivery["waiting"],
  { hub, own }: { readonly hub: HubAddress; readonly own: string | undefined },
): string {
  const mine = waiting.find(({ path }) => path === own), told = mine ?? waiting.at(-1);
  if (told === undefined) return "";
  const isEarlier = own !== undefined && mine === undefined;
  const kind = isEarlier ? "result of an earlier run" : "result",
    kinds = isEarlier ? "results of earlier runs" : "results";
  const many = count(waiting.length, `${kind} waits`, `${kinds} wait`);
  return `${many} for the state-hub ${hub.url.origin} (${isEarlier ? "last try: " : ""}${told.why})\n`;
}

/** The result of the run in directory `path`; undefined when it cannot be read. */
export function resultAt(path: string): Result | undefined {
  try {
    return resultSchema.safeParse(JSON.parse(textOf(join(path, "result.json")) ?? "")).data;
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
