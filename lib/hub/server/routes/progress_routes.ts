import { createRoute, z } from "@hono/zod-openapi";
import { isAbandoned } from "../../../result/abandoned.ts";
import { atMost } from "../at_most.ts";
import type { Routes } from "../hub.ts";
import { jsonAnswer, problem } from "../problem.ts";
import { progressBodySchema, resultDetail, resultDetailSchema, storedEventSchema, word } from "../progress_body.ts";

const answer = z.object({
  id: z.int(),
  report: z.string().optional().describe("the URL for PUT of the run's report.html, relative to the hub's address"),
});

const post = createRoute({
  method: "post",
  path: "/progress/",
  request: {
    headers: z.object({
      "idempotency-key": z.string().min(1).max(200).optional().describe("default: detail.run_id, if present"),
    }),
    body: { required: true, content: { "application/json": { schema: progressBodySchema } } },
  },
  responses: {
    201: jsonAnswer("the event is stored", answer),
    200: jsonAnswer("an event with this key, or a result of the run, was stored before; it is unchanged", answer),
    400: problem("not JSON"),
    408: problem("incomplete for too long"),
    413: problem("larger than 1 MiB"),
    415: problem("not declared as application/json"),
    422: problem("a field is invalid"),
    503: problem("too many requests are incomplete"),
  },
});

const list = createRoute({
  method: "get",
  path: "/progress/",
  request: {
    query: z.strictObject({
      slug: word.optional(),
      outcome: word.optional(),
      event_type: word.optional(),
      since: z.iso.datetime({ offset: true }).optional().describe("received at this time or later"),
      limit: z.coerce.number<string>().int().min(1).max(1000).default(100),
    }),
  },
  responses: {
    200: jsonAnswer("newest first, as many as fit into 32 MiB", z.array(storedEventSchema)),
    422: problem("a parameter is invalid"),
  },
});

/** `/progress/`: stores events, and lists them. */
export const progressRoutes: Routes = (app, { store, bell, now, limits }) => {
  app.openAPIRegistry.register("E2eResultDetail", resultDetailSchema);
  app.on("POST", post.path, atMost(limits.event));
  app.openapi(post, (context) => {
    const body = context.req.valid("json");
    const runId = resultDetail(body)?.run_id;
    const key = context.req.valid("header")["idempotency-key"] ?? runId ?? null;
    const { id, isNew, isDropped = false } = store.add(body, { key, receivedAt: new Date(now()).toISOString() });
    if (isNew) bell.ring();
    // the report of a note must not replace that of the result, which may arrive in between
    const only = isAbandoned(body.detail) ? `?event=${id}` : "";
    const stored = runId === undefined || isDropped ? { id } : { id, report: `runs/${runId}/report.html${only}` };
    return isNew ? context.json(stored, 201) : context.json(stored, 200);
  });
  app.openapi(list, (context) => {
    const headers = { "Content-Type": "application/json" };
    return context.body(store.list(context.req.valid("query")), 200, headers) as never; // JSON that is not parsed for its type
  });
};
