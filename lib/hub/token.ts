import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { isWrite } from "./guard.ts";

/** Lets in (or answers 401) who knows the token: as a bearer token, and for reading, in a browser, as a password with any name. */
export function wantsToken(token: string): MiddlewareHandler {
  return async ({ req }, next) => {
    const [, scheme = "", value = ""] = req.header("authorization")?.match(/^(\S+) +(.*)$/) ?? [];
    const given = scheme.toLowerCase() === "bearer" ? value : isWrite(req.method) ? "" : password(scheme, value);
    if (!isSame(given, token)) {
      const wanted = isWrite(req.method) ? "Bearer" : 'Basic realm="e2e hub", charset="UTF-8"';
      const res = Response.json({ error: "The hub's token was wanted" }, {
        status: 401,
        headers: { "WWW-Authenticate": wanted },
      });
      throw new HTTPException(401, { res });
    }
    await next();
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
