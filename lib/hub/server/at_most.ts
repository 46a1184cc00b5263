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

/**
 * Reads the body of a request within limits. Answers 413, 408 or 503 otherwise, and closes the connection. When too many are
 * incomplete, the oldest one is given up: a client that sends its body at once is served.
 */
export function atMost(limits: BodyLimits): MiddlewareHandler {
  const open = new Set<Reading>();
  return async (context, next) => {
    const { raw } = context.req, { method, headers } = raw, { bytes, atOnce } = limits;
    if (raw.body === null) return await next();
    context.header("Connection", "close"); // unless the body is read to its end
    if (Number(context.req.header("content-length") ?? 0) > bytes) throw tooLarge(limits);
    const [oldest] = open;
    if (open.size >= atOnce && oldest !== undefined) {
      open.delete(oldest);
      oldest.giveUp(503, `${atOnce} later requests are incomplete too: try again later`);
    }
    const reading = readAll(raw.body, limits);
    open.add(reading);
    try {
      context.req.raw = new Request(raw.url, { method, headers, body: await reading.done });
    } finally {
      open.delete(reading);
    }
    context.header("Connection", undefined);
    await next();
  };
}

/** A body that is being read. */
interface Reading {
  readonly done: Promise<ArrayBuffer>;
  readonly giveUp: (status: 408 | 503, message: string) => void;
}

function readAll(stream: ReadableStream<Uint8Array>, limits: BodyLimits): Reading {
  const given = Promise.withResolvers<never>();
  const giveUp: Reading["giveUp"] = (status, message) => given.reject(new HTTPException(status, { message }));
  const timer = setTimeout(giveUp, limits.ms, 408, `The body was incomplete after ${limits.ms / 1000} s`);
  const done = Promise.race([intoBuffer(stream, limits), given.promise]).finally(() => clearTimeout(timer));
  return { done, giveUp };
}

/** Reads a stream into one buffer, so that many tiny chunks need no more memory than a large one. */
async function intoBuffer(stream: ReadableStream<Uint8Array>, limits: BodyLimits): Promise<ArrayBuffer> {
  const buffer = new ArrayBuffer(0, { maxByteLength: limits.bytes });
  const reader = stream.getReader(); // not "for await": its end would close the connection before the answer
  for (let size = 0;; size = buffer.byteLength) {
    const { done, value } = await reader.read();
    if (done) return buffer.slice(0);
    if (size + value.length > limits.bytes) throw tooLarge(limits);
    buffer.resize(size + value.length);
    new Uint8Array(buffer).set(value, size);
  }
}

function tooLarge({ bytes }: BodyLimits): HTTPException {
  return new HTTPException(413, { message: `The body is too large: expected at most ${bytes} bytes` });
}
