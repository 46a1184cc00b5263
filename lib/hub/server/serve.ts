import { UserError } from "../../errors.ts";
import { hubApp, type HubAppOptions } from "./app.ts";
import { makeBell } from "./bell.ts";
import type { Hub } from "./hub.ts";
import { openStore } from "./store.ts";

/** How long requests that go on may take when the hub was asked to stop. */
const GRACE_MS = 3_000;

/** What {@link serve} is told. */
export interface ServeOptions extends HubAppOptions {
  readonly port: number;
  /** The file with the events. */
  readonly path: string;
  readonly now: () => number;
  readonly readResult: Hub["readResult"];
  /** Ends the hub. */
  readonly signal: AbortSignal;
  /** Takes the hub's URL, once it listens. */
  readonly onListen: (url: string) => void;
}

/** Runs the hub until the signal. Throws a UserError when it cannot listen, or cannot open its file. */
export async function serve(
  { port, path, now, readResult, signal, onListen, ...options }: ServeOptions,
): Promise<void> {
  const store = openStore(path), bell = makeBell();
  try {
    const app = hubApp({ store, bell, now, readResult }, options);
    const server = listen({ port, hostname: options.address, onListen }, app.fetch);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    bell.close();
    if (!await endsInTime(server)) options.log("Some requests were cut off\n");
  } finally {
    store.close();
  }
}

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
  const told = ({ port }: Deno.NetAddr) =>
    onListen(`http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`);
  try {
    return Deno.serve({ port, hostname, onListen: told }, handle);
  } catch (error) {
    const isTaken = error instanceof Deno.errors.AddrInUse;
    const why = isTaken ? "somebody else does" : error instanceof Error ? error.message : error;
    throw new UserError(`Cannot listen on ${hostname}, port ${port}: ${why}`, {
      hint: `e2e hub --port ${isTaken ? port + 1 : 8000}`,
      ...(isTaken && { outcome: "busy" }),
    });
  }
}
