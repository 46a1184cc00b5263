import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Returns whether a server at this address can be reached only from this machine. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/**
 * Refuses requests that a page of another site makes in a browser. A hub on a loopback address accepts only loopback names
 * as `Host`: otherwise another site could point its own name to this machine (DNS rebinding). A write is accepted only
 * from the hub's own pages and from programs that send no `Origin`.
 */
export function guard(address: string): MiddlewareHandler {
  const names = isLoopback(address) ? new Set([...LOOPBACK_NAMES, address]) : undefined;
  return async ({ req }, next) => {
    const host = req.header("host")?.toLowerCase() ?? "", origin = req.header("origin");
    if (names !== undefined && !names.has(host.replace(/:\d+$/, ""))) {
      throw new HTTPException(421, { message: `Host is "${host}": expected ${[...names].join(" or ")}` });
    }
    if (isWrite(req.method) && origin !== undefined && ![`http://${host}`, `https://${host}`].includes(origin)) {
      throw new HTTPException(403, { message: `Origin is "${origin}": expected the hub's own` });
    }
    await next();
  };
}

/** Returns whether a request with this method changes data. */
export function isWrite(method: string): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(method);
}
