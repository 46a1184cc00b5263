import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Whether only this machine reaches a server at this address. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/**
 * Refuses what a page of another site has a browser send. A hub for this machine alone answers only to its names, or a
 * site could let its own name lead here (DNS rebinding); a write comes from no page but the hub's own.
 */
export function guard(address: string): MiddlewareHandler {
  const names = isLoopback(address) ? new Set([...LOOPBACK_NAMES, address]) : undefined;
  return async ({ req }, next) => {
    const host = req.header("host")?.toLowerCase() ?? "", origin = req.header("origin");
    if (names !== undefined && !names.has(host.replace(/:\d+$/, ""))) {
      throw new HTTPException(421, { message: `Host is "${host}": ${[...names].join(" or ")} was wanted` });
    }
    if (isWrite(req.method) && origin !== undefined && ![`http://${host}`, `https://${host}`].includes(origin)) {
      throw new HTTPException(403, { message: `Origin is "${origin}": the hub's own was wanted` });
    }
    await next();
  };
}

/** Whether a request of this method changes something. */
export function isWrite(method: string): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(method);
}
