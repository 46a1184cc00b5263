import type { Server } from "node:http";
import { messageOf, UserError } from "../../errors.ts";
import { hubApp, type HubAppOptions } from "./hub_app.ts";
import { makeBell } from "./bell.ts";
import type { Hub } from "./hub.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { httpServer } from "./http_server.ts";
import { openStore } from "./store.ts";

/** How long open requests may take after the hub was asked to stop. */
const GRACE_MS = 3_000;

interface ServeOptions extends HubAppOptions {
  readonly port: number;
  /** The database file. */
  readonly path: string;
  readonly now: () => number;
  readonly readResult: Hub["readResult"];
  readonly limits?: Limits;
  /** Stops the hub. */
  readonly signal: AbortSignal;
  /** Called with the hub's URL when it is listening. */
  readonly onListen: (url: string) => void;
}

/** Runs the hub until `signal` aborts. Throws a UserError when it cannot listen on its port or cannot open its database. */
export async function serve(
  { port, path, now, readResult, limits = LIMITS, signal, onListen, ...options }: ServeOptions,
): Promise<void> {
  const store = openStore(path), bell = makeBell();
  try {
    const app = hubApp({ store, bell, now, readResult, limits }, options);
    const server = httpServer(limits, (request) => app.fetch(request));
    onListen(await listen(server, port, options.address));
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    bell.close();
    if (!await endsInTime(server)) options.log("Open requests were cut off\n");
  } finally {
    store.close();
  }
}

/** Stops the server. Returns false when requests were still open after {@link GRACE_MS}. */
async function endsInTime(server: Server): Promise<boolean> {
  const ended = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    ended.resolve(false);
    server.closeAllConnections();
  }, GRACE_MS);
  server.close(() => ended.resolve(true));
  server.closeIdleConnections();
  try {
    return await ended.promise;
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the URL of the server when it listens. */
async function listen(server: Server, port: number, hostname: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(port, hostname, resolve);
  try {
    await promise;
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const why = isTaken ? "the port is in use" : messageOf(error);
    throw new UserError(`Cannot listen on ${hostname}, port ${port}: ${why}`, {
      hint: `e2e hub --port ${isTaken ? port + 1 : 8000}`,
      ...(isTaken && { outcome: "busy" }),
    });
  }
  const address = server.address(), bound = typeof address === "object" ? address?.port : undefined;
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${bound ?? port}`;
}
