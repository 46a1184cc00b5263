import { join } from "node:path";
import { type Result, resultSchema } from "../lifecycle/result.ts";
import { careful } from "../report/careful.ts";
import { deliver, type Delivery } from "../report/state_hub/deliver.ts";
import { settle } from "../report/state_hub/delivery_state.ts";
import type { HubAddress } from "../report/state_hub/hub_address.ts";
import { count } from "../report/words.ts";
import type { Context } from "./context.ts";
import { runsHere } from "./runs_here.ts";

/** Reporting after a run takes so long at most. */
const AFTER_RUN_MS = 10_000;

/** Delivers what waits after a run, within its time limit; gives whether this run itself was delivered. */
export async function deliverAfterRun(
  path: string,
  { hub, say, context }: {
    readonly hub: HubAddress | undefined;
    readonly say: (text: string) => void;
    readonly context: Context;
  },
): Promise<boolean> {
  if (hub === undefined) {
    careful(path, () => {})(() => settle(path, "delivered", { hub: "none", why: "", nowMs: context.now() }));
    return true;
  }
  const takeBack = context.onLeave(() => "Leaving: the result waits, e2e flush delivers it");
  const limit = AbortSignal.timeout(AFTER_RUN_MS);
  const signal = context.signal.aborted ? limit : AbortSignal.any([limit, context.signal]);
  const delivery = await deliverResults({ hub, signal, eager: false }, context).finally(takeBack);
  say(deliveryWords(delivery, hub));
  return delivery.delivered.includes(path);
}

/** Delivers what waits in the runs here. */
export function deliverResults(
  options: { readonly hub: HubAddress; readonly signal: AbortSignal; readonly eager: boolean },
  context: Context,
): Promise<Delivery> {
  const pageAt = (path: string) => textOf(join(path, "report.html"));
  return deliver(runsHere(context), { ...options, now: context.now, resultAt, pageAt });
}

/** What did not arrive, why, and what to type; empty when nothing waits. */
export function deliveryWords({ refused, waiting }: Delivery, hub: HubAddress): string {
  const [first] = waiting;
  const lines = refused.map(({ path, why }) =>
    `The state-hub refused the result of run ${
      path.slice(-8)
    }: ${why}\n  e2e flush --list shows it, e2e flush --again sends it again\n`
  );
  if (first !== undefined) {
    const many = `${count(waiting.length, "result waits", "results wait")} for the state-hub ${hub.url.origin}`;
    lines.push(`${many} (${first.why})\n  e2e flush delivers what waits, e2e hub starts a hub here\n`);
  }
  return lines.join("");
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
