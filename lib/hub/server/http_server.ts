import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Limits } from "./limits.ts";

const LINGER_MS = 2_000, HEADERS_MS = 15_000;

/** Answers a request. */
type Handler = (request: Request) => Response | Promise<Response>;

/**
 * Creates an HTTP server that closes connections on which nothing goes on: with an incomplete request, with a client that does
 * not read its answer. `Deno.serve` has no such limits.
 */
export function httpServer({ connections }: Pick<Limits, "connections">, handle: Handler): Server {
  const { atOnce, requestMs, idleMs } = connections;
  const headersTimeout = Math.min(requestMs, HEADERS_MS), connectionsCheckingInterval = headersTimeout / 4;
  const options = { headersTimeout, requestTimeout: requestMs, connectionsCheckingInterval };
  const server = createServer(options, (incoming, outgoing) => {
    answer(incoming, outgoing, handle).catch(() => incoming.destroy()); // the client has gone
  });
  server.maxConnections = atOnce;
  server.timeout = idleMs;
  return server;
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, handle: Handler): Promise<void> {
  const request = requestOf(incoming);
  const response = request === undefined ? new Response("Bad request", { status: 400 }) : await handle(request);
  outgoing.writeHead(response.status, [...response.headers].flat());
  await pipeline(response.body === null ? [] : Readable.fromWeb(response.body), outgoing);
  if (!incoming.complete) discardRest(incoming);
}

/** Reads what the client still sends: a connection that is closed at once could take the answer with it. */
function discardRest(incoming: IncomingMessage): void {
  incoming.removeAllListeners("data").resume();
  incoming.socket.setTimeout(LINGER_MS, () => incoming.destroy());
}

/** Returns undefined for a request target that is not a path. */
function requestOf(incoming: IncomingMessage): Request | undefined {
  const { method = "GET", headers, rawHeaders } = incoming;
  const url = URL.parse(`http://${headers.host}${incoming.url}`);
  if (url === null || !incoming.url?.startsWith("/")) return undefined;
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, at) => rawHeaders.slice(2 * at, 2 * at + 2));
  const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
  const body = hasBody && !["GET", "HEAD"].includes(method) ? Readable.toWeb(incoming) : null;
  return new Request(url, { method, headers: pairs, body });
}
