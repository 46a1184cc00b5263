import { deadSockets, removeDeadSockets } from "../host/ssh/dead_sockets.ts";
import type { Finding, Fix } from "../doctor/finding.ts";
import { UserError } from "../errors.ts";
import { count } from "../result/words.ts";
import { sweep } from "../sandbox/sweep.ts";
import type { Context } from "../cli/context.ts";
import { deliverResults } from "../runner/deliver_results.ts";
import { deliveryText } from "../runner/delivery_text.ts";
import { hubHere } from "../cli/options.ts";
import { reportAbandoned } from "../runner/report_abandoned.ts";
import { withHost } from "../cli/with_host.ts";

type Doing = (host: string | undefined, context: Context) => Promise<readonly string[]>;

/** What each fix does, and says of it; in this order, because a sweep may leave results to be delivered. */
const FIXES: { readonly [K in Fix]: Doing } = {
  gc: (host, context) =>
    withHost(host, context, async (transport) => {
      const { removed, left } = await sweep(transport);
      await reportAbandoned(transport, context);
      return [...removed.map((project) => `${project} is removed`), ...left.map((line) => `left of ${line}`)];
    }),
  "make-home": (host, context) =>
    withHost(host, context, async (transport) => {
      const { code, stdout, stderr } = await transport.run(["sh", "-c", MAKE_HOME], { timeoutMs: 30_000 });
      return [code === 0 ? `${stdout.trim()} is made` : `E2E_HOME is not made: ${stderr.trim()}`];
    }),
  "remove-sockets": async (_, context) => {
    const dead = await deadSockets(context.now());
    await removeDeadSockets(context.now());
    const left = await deadSockets(context.now());
    return dead.map((directory) => `${directory} ${left.includes(directory) ? "cannot be" : "is"} removed`);
  },
  flush: async (_, context) => {
    const hub = hubHere(undefined, context);
    if (hub === undefined) return ["No result is delivered: the state-hub is none"];
    const delivery = await deliverResults({ hub, signal: context.signal, eager: true }, context);
    const { length } = delivery.delivered, words = deliveryText(delivery, { hub }, context).trim();
    const done = `${count(length, "result is", "results are")} delivered to ${hub.url.origin}`;
    return [done, ...words === "" ? [] : [words]];
  },
};

const MAKE_HOME = 'home=${E2E_HOME:-$HOME/.e2e}; mkdir -p "$home" && printf "%s\\n" "$home"';

/** Does what the findings name as safe; gives what was done, or what came in between, in sentences. */
export async function applyFixes(
  findings: readonly Finding[],
  { host, context }: { readonly host: string | undefined; readonly context: Context },
): Promise<readonly string[]> {
  const wanted = new Set(findings.map(({ fix }) => fix)), said: string[] = [];
  for (const [fix, doing] of Object.entries(FIXES)) {
    if (!wanted.has(fix as Fix)) continue;
    try {
      said.push(...await doing(host, context));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      said.push(error.message);
    }
  }
  said.forEach((line) => context.stderr(`${line}\n`));
  return said;
}
