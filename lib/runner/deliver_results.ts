import { join } from "node:path";
import { type Result, resultSchema } from "../result/result.ts";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { deliver, type DeliverOptions, type Delivery } from "../hub/client/deliver.ts";
import { deliveryState, settle } from "../store/delivery_state.ts";
import type { HubAddress } from "../hub/client/hub_address.ts";
import { count } from "../result/words.ts";
import type { Context } from "../cli/context.ts";
import { hubHere } from "../cli/options.ts";
import { reportOf } from "./run_reports.ts";
import { runsHere } from "./runs_here.ts";
import { shortId } from "../result/identity.ts";

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
    reportWriteErrors(path, () => {})(() => settle(path, "delivered", { hub: "none", why: "", nowMs: context.now() }));
    return true;
  }
  const takeBack = context.onLeave(() => `Leaving: the result waits, ${flushOf(context)} delivers it`);
  const limit = AbortSignal.timeout(AFTER_RUN_MS);
  const signal = context.signal.aborted ? new AbortController().signal : context.signal; // a cancelled run is reported
  const delivery = await deliverResults({ hub, signal, limit, eager: false, own: run }, context).finally(takeBack);
  const hint = delivery.waiting.length === 0 ? "" : waitingHint(delivery, { hub, own: path }, context);
  say(deliveryWords(delivery, { hub, own: path }, context) + hint);
  const taken = [...delivery.delivered, ...delivery.waiting.filter((each) => each.taken)];
  return taken.some((each) => each.path === path) || deliveryState(path).kind === "delivered";
}

/** Who named another hub than the environment does has to name it again. */
function waitingHint(
  { waiting }: Delivery,
  { hub, own }: { readonly hub: HubAddress; readonly own: string },
  context: Context,
): string {
  const there = hubHere(undefined, context)?.base.href === hub.base.href ? "" : ` --hub ${hub.base.href}`;
  const isAway = context.native === undefined && waiting.some(({ path }) => path === own);
  const more = isAway ? ", e2e hub starts a hub here; STATE_HUB_URL=none reports nothing" : "";
  return `  ${flushOf(context)}${there} delivers what waits${more}\n`;
}

const flushOf = ({ native }: Context) => native === undefined ? "e2e flush" : "e2e-host flush";

/** Delivers what waits in the runs here. */
export function deliverResults(
  options: Pick<DeliverOptions, "hub" | "signal" | "limit" | "eager" | "own">,
  context: Context,
): Promise<Delivery> {
  return deliver(runsHere(context), { ...options, now: context.now, resultAt, pageAt });
}

/** A tool that was killed may have left none. */
async function pageAt(path: string, result: Result): Promise<string | undefined> {
  return textOf(join(path, "report.html")) ?? await reportOf(path, result).catch(() => undefined);
}

/** What did not arrive, and why; empty when nothing waits. `own` is the run that has just ended. */
export function deliveryWords(
  { delivered, refused, waiting }: Delivery,
  about: { readonly hub: HubAddress; readonly own?: string },
  context: Context,
): string {
  const flush = flushOf(context), hint = `  ${flush} --list shows it, ${flush} --again sends it again\n`;
  const run = (path: string) => `run ${shortId(path)}`;
  return [
    ...delivered.flatMap(({ path, note }) =>
      note === undefined ? [] : [`The state-hub took ${run(path)}, but ${note}\n`]
    ),
    ...refused.map(({ path, why }) => `The state-hub refused the result of ${run(path)}: ${why}\n${hint}`),
    waitingWords(waiting, about),
  ].join("");
}

function waitingWords(
  waiting: Delivery["waiting"],
  { hub, own }: { readonly hub: HubAddress; readonly own?: string },
): string {
  const mine = waiting.find(({ path }) => path === own), told = mine ?? waiting.at(-1);
  if (told === undefined) return "";
  const isEarlier = own !== undefined && mine === undefined;
  const kind = isEarlier ? "result of an earlier run" : "result",
    kinds = isEarlier ? "results of earlier runs" : "results";
  const many = count(waiting.length, `${kind} waits`, `${kinds} wait`);
  return `${many}${isEarlier ? "" : ` for the state-hub ${hub.url.origin}`} (${isEarlier ? "last try: " : ""}${
    told.taken ? "it has the result and not its report: " : ""
  }${told.why})\n`;
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
