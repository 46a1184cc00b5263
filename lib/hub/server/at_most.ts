import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** Limits for the bodies of a route. */
export interface BodyLimits {
  readonly bytes: number;
  /** The time from the request to the end of its body. */
  readonly ms: number;
  /** How many bodies may be incomplete at once. */
  readonly atOnce: number;
}

/** Reads the body of a request within limits. Answers 413, 408 or 503 otherwise, and closes the connection. */
export function atMost(limits: BodyLimits): MiddlewareHandler {
  let open = 0;
  return async (context, next) => {
    const { raw } = context.req, { method, headers } = raw, { bytes, atOnce } = limits;
    if (raw.body === null) return await next();
    context.header("Connection", "close"); // unless the body is read to its end
    if (Number(context.req.header("content-length") ?? 0) > bytes) throw tooLarge(limits);
    if (open >= atOnce) {
      context.header("Retry-After", "5");
      throw new HTTPException(503, { message: `${atOnce} requests are incomplete: try again later` });
    }
    open++;
    try {
      context.req.raw = new Request(raw.url, { method, headers, body: await readAll(raw.body, limits) });
    } finally {
      open--;
    }
    context.header("Connection", undefined);
    await next();
  };
}

/** Reads a stream into one buffer, so that many tiny chunks need no more memory than a large one. */
async function readAll(stream: ReadableStream<Uint8Array>, limits: BodyLimits): Promise<ArrayBuffer> {
  const buffer = new ArrayBuffer(0, { maxByteLength: limits.bytes }), reader = stream.getReader();
  const late = Promise.withResolvers<never>();
  const message = `The body was incomplete after ${limits.ms / 1000} s`;
  const timer = setTimeout(() => late.reject(new HTTPException(408, { message })), limits.ms);
  try {
    for (let size = 0;; size = buffer.byteLength) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) return buffer.slice(0);
      if (size + value.length > limits.bytes) throw tooLarge(limits);
      buffer.resize(size + value.length);
      new Uint8Array(buffer).set(value, size);
    }
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge({ bytes }: BodyLimits): HTTPException {
  return new HTTPException(413, { message: `The body is too large: expected at most ${bytes} bytes` });
}
