import { createRoute, z } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Hub, Routes } from "../hub.ts";
import { problem } from "../problem.ts";

const KEEP_ALIVE_MS = 15_000;

const stream = createRoute({
  method: "get",
  path: "/progress/stream",
  request: {
    headers: z.object({
      "last-event-id": z.coerce.number<string>().int().nonnegative().optional().describe("continue after this event"),
    }),
  },
  responses: {
    200: { description: "new events, as Server-Sent Events", content: { "text/event-stream": {} } },
    503: problem("too many streams are open"),
  },
});

/** `/progress/stream`: sends each new event when it is stored. */
export const streamRoute: Routes = (app, hub) => {
  const { atOnce } = hub.limits.streams;
  let open = 0;
  app.openapi(stream, (context) => {
    const from = context.req.valid("header")["last-event-id"] ?? hub.store.lastId();
    if (open >= atOnce) throw new HTTPException(503, { message: `${atOnce} streams are open: try again later` });
    open++;
    return streamSSE(context, (sse) => follow(sse, hub, from).finally(() => open--));
  });
};

/**
 * Sends events until the client or the hub ends. No event is missed: no other code runs between reading the store and waiting
 * for the bell. Reads one event at a time, because each waits until the client takes it. The keep-alives keep the connection of
 * a client that reads; the server closes that of another one.
 */
async function follow(sse: SSEStreamingApi, { store, bell }: Hub, from: number): Promise<void> {
  const gone = new AbortController();
  sse.onAbort(() => gone.abort());
  await sse.write(": open\n\n");
  for (let last = from; !bell.isClosed() && !sse.aborted;) {
    const event = store.after(last);
    if (event === undefined) {
      const rang = await bell.wait({ timeoutMs: KEEP_ALIVE_MS, signal: gone.signal });
      if (!rang) await sse.write(": keep-alive\n\n");
    } else {
      await sse.writeSSE({ id: String(event.id), data: event.json });
      last = event.id;
    }
  }
}
