import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { isWrite } from "./guard.ts";

/** Lets in (or answers 401) who knows the token: as a bearer token, and for reading, in a browser, as a password with any name. */
export function wantsToken(token: string): MiddlewareHandler {
  return async (context, next) => {
    const isWriting = isWrite(context.req.method);
    const [, scheme = "", value = ""] = context.req.header("authorization")?.match(/^(\S+) +(.*)$/) ?? [];
    const given = scheme.toLowerCase() === "bearer" ? value : isWriting ? "" : password(scheme, value);
    if (isSame(given, token)) return await next();
    const wanted = isWriting ? "Bearer" : 'Basic realm="e2e hub", charset="UTF-8"';
    return context.json({ error: "The hub's token was wanted" }, 401, { "WWW-Authenticate": wanted });
  };
}

function password(scheme: string, value: string): string {
  if (scheme.toLowerCase() !== "basic") return "";
  const credentials = Buffer.from(value, "base64").toString();
  return credentials.slice(credentials.indexOf(":") + 1);
}

/** Of the same length, and so compared in the same time, are only the hashes. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash("sha256").update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
}
