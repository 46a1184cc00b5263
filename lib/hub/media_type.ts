import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** Refuses (415) what is not declared as this type: a browser sends `application/json` of another site only after asking. */
export function mediaType(type: string): MiddlewareHandler {
  return async (context, next) => {
    const found = context.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (found !== type) {
      throw new HTTPException(415, { message: `Content-Type is "${found ?? ""}": "${type}" was wanted` });
    }
    await next();
  };
}
