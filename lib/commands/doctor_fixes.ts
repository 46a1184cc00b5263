import { makeHomeArgv } from "../doctor/doctor_argv.ts";
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

type MakeFix = (host: string | undefined, context: Context) => Promise<readonly string[]>;

/** The fixes; each returns what it did, in sentences. Delivery comes last, because a sweep may create results. */
const FIXES: { readonly [K in Fix]: MakeFix } = {
  gc: (host, context) =>
    withHost(host, context, async (transport) => {
      const { removed, left } = await sweep(transport);
      await reportAbandoned(transport, context);
      return [...removed.map((project) => `Removed ${project}`), ...left.map((line) => `Cannot remove ${line}`)];
    }),
  "make-home": (host, context) =>
    withHost(host, context, async (transport) => {
      const { code, stdout, stderr } = await transport.run(makeHomeArgv, { timeoutMs: 30_000 });
      return [code === 0 ? `Created ${stdout.trim()}` : `Cannot create E2E_HOME: ${stderr.trim()}`];
    }),
  "remove-sockets": async (_, context) => {
    const dead = await deadSockets(context.now());
    await removeDeadSockets(context.now());
    const left = await deadSockets(context.now());
    return dead.map((directory) => `${left.includes(directory) ? "Cannot remove" : "Removed"} ${directory}`);
  },
  flush: async (_, context) => {
    const hub = hubHere(undefined, context);
    if (hub === undefined) return ["Cannot deliver results: no state-hub is set"];
    const delivery = await deliverResults({ hub, signal: context.signal, eager: true }, context);
    const { length } = delivery.delivered, words = deliveryText(delivery, { hub }, context).trim();
    const done = `Delivered ${count(length, "result", "results")} to ${hub.url.origin}`;
    return [done, ...words === "" ? [] : [words]];
  },
};

/** Makes the fixes that the findings name. Returns what was done or failed, in sentences. */
export async function applyFixes(
  findings: readonly Finding[],
  { host, context }: { readonly host: string | undefined; readonly context: Context },
): Promise<readonly string[]> {
  const named = new Set<string | undefined>(findings.map(({ fix }) => fix)), sentences: string[] = [];
  for (const [fix, make] of Object.entries(FIXES)) {
    if (!named.has(fix)) continue;
    try {
      sentences.push(...await make(host, context));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      sentences.push(error.message);
    }
  }
  sentences.forEach((line) => context.stderr(`${line}\n`));
  return sentences;
}
