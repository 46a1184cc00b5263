import { messageOf, UserError } from "../../errors.ts";
import { hubApp, type HubAppOptions } from "./hub_app.ts";
import { makeBell } from "./bell.ts";
import type { Hub } from "./hub.ts";
import { openStore } from "./store.ts";

/** How long open requests may take after the hub was asked to stop. */
const GRACE_MS = 3_000;

interface ServeOptions extends HubAppOptions {
  readonly port: number;
  /** The database file. */
  readonly path: string;
  readonly now: () => number;
  readonly readResult: Hub["readResult"];
  /** Stops the hub. */
  readonly signal: AbortSignal;
  /** Called with the hub's URL when it is listening. */
  readonly onListen: (url: string) => void;
}

/** Runs the hub until `signal` aborts. Throws a UserError when it cannot listen on its port or cannot open its database. */
export async function serve(
  { port, path, now, readResult, signal, onListen, ...options }: ServeOptions,
): Promise<void> {
  const store = openStore(path), bell = makeBell();
  try {
    const app = hubApp({ store, bell, now, readResult }, options);
    const server = listen({ port, hostname: options.address, onListen }, app.fetch);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    bell.close();
    if (!await endsInTime(server)) options.log("Open requests were cut off\n");
  } finally {
    store.close();
  }
}

/** Returns false when requests are still open after {@link GRACE_MS}. */
async function endsInTime(server: Deno.HttpServer): Promise<boolean> {
  const late = Promise.withResolvers<boolean>(), timer = setTimeout(late.resolve, GRACE_MS, false);
  try {
    return await Promise.race([server.shutdown().then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function listen(
  { port, hostname, onListen }: { readonly hostname: string } & Pick<ServeOptions, "port" | "onListen">,
  handle: (request: Request) => Response | Promise<Response>,
): Deno.HttpServer {
  const onListening = ({ port }: Deno.NetAddr) =>
    onListen(`http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`);
  try {
    return Deno.serve({ port, hostname, onListen: onListening }, handle);
  } catch (error) {
    const isTaken = error instanceof Deno.errors.AddrInUse;
    const why = isTaken ? "the port is in use" : messageOf(error);
    throw new UserError(`Cannot listen on ${hostname}, port ${port}: ${why}`, {
      hint: `e2e hub --port ${isTaken ? port + 1 : 8000}`,
      ...(isTaken && { outcome: "busy" }),
    });
  }
}
