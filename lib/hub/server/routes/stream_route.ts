import { createRoute, z } from "@hono/zod-openapi";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Hub, Routes } from "../hub.ts";

const KEEP_ALIVE_MS = 15_000, BATCH = 100;

const stream = createRoute({
  method: "get",
  path: "/progress/stream",
  request: {
    headers: z.object({
      "last-event-id": z.coerce.number<string>().int().nonnegative().optional().describe("continue after this event"),
    }),
  },
  responses: { 200: { description: "new events, as Server-Sent Events", content: { "text/event-stream": {} } } },
});

/** `/progress/stream`: sends each new event when it is stored. */
export const streamRoute: Routes = (app, hub) => {
  app.openapi(stream, (context) => {
    const from = context.req.valid("header")["last-event-id"] ?? hub.store.lastId();
    return streamSSE(context, (sse) => follow(sse, hub, from));
  });
};

/**
 * Sends events until the client or the hub ends. No event is missed: no other code runs between reading the store and
 * waiting for the bell.
 */
async function follow(sse: SSEStreamingApi, { store, bell }: Hub, from: number): Promise<void> {
  const gone = new AbortController();
  sse.onAbort(() => gone.abort());
  await sse.write(": open\n\n");
  for (let last = from; !bell.isClosed() && !sse.aborted;) {
    const events = store.after(last, BATCH);
    for (const event of events) await sse.writeSSE({ id: String(event.id), data: JSON.stringify(event) });
    last = events.at(-1)?.id ?? last;
    if (events.length > 0) continue;
    const rang = await bell.wait({ timeoutMs: KEEP_ALIVE_MS, signal: gone.signal });
    if (!rang) await sse.write(": keep-alive\n\n");
  }
}
