import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { isWrite } from "./guard.ts";

/**
 * Answers 401 to a request without the token. A request sends it as a bearer token; one that only reads can also send it as
 * a password with any user name, so that a browser can open the pages.
 */
export function requireToken(token: string): MiddlewareHandler {
  return async (context, next) => {
    const isWriting = isWrite(context.req.method);
    const [, scheme = "", value = ""] = context.req.header("authorization")?.match(/^(\S+) +(.*)$/) ?? [];
    const given = scheme.toLowerCase() === "bearer" ? value : isWriting ? "" : password(scheme, value);
    if (isSame(given, token)) return await next();
    const expected = isWriting ? "Bearer" : 'Basic realm="e2e hub", charset="UTF-8"';
    return context.json({ error: "Expected the hub's token" }, 401, { "WWW-Authenticate": expected });
  };
}

function password(scheme: string, value: string): string {
  if (scheme.toLowerCase() !== "basic") return "";
  const credentials = Buffer.from(value, "base64").toString();
  return credentials.slice(credentials.indexOf(":") + 1);
}

/** Compares hashes, because `timingSafeEqual` needs inputs of the same length. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();
