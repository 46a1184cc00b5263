import { createRoute, z } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { atMost } from "../at_most.ts";
import type { Routes } from "../hub.ts";
import { problem } from "../problem.ts";

/**
 * A report is foreign content: it may run its own script, but has no network access and does not share the hub's
 * origin.
 */
const REPORT_POLICY = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "script-src 'unsafe-inline'",
  "img-src data:",
  "frame-ancestors 'self'",
].join("; ");

const path = "/runs/{run_id}/report.html";
const params = z.object({ run_id: z.uuid() });
const query = z.object({
  event: z.coerce.number<string>().int().optional().describe("the event that the report belongs to"),
});
const html = { "text/html": { schema: z.string() } };

const put = createRoute({
  method: "put",
  path,
  request: { params, query, body: { required: true, content: html } },
  responses: {
    204: { description: "stored, and replaces an earlier report; ignored when another event has replaced `event`" },
    404: problem("no event of this run"),
    408: problem("incomplete for too long"),
    413: problem("larger than 10 MiB"),
    415: problem("not declared as text/html"),
    422: problem("not a run id"),
    503: problem("too many requests are incomplete"),
  },
});

const get = createRoute({
  method: "get",
  path,
  request: { params },
  responses: {
    200: { description: "the report", content: html },
    404: problem("the run has no report"),
    422: problem("not a run id"),
  },
});

/** `/runs/<run id>/report.html`: stores the report of a known run, and serves it. */
export const reportRoutes: Routes = (app, { store, limits }) => {
  app.on("PUT", put.getRoutingPath(), atMost(limits.report));
  app.openapi(put, async (context) => {
    const { run_id } = context.req.valid("param"), { event } = context.req.valid("query");
    const type = context.req.header("content-type") ?? "";
    if (!/^text\/html *(;|$)/i.test(type)) {
      throw new HTTPException(415, { message: `Content-Type is "${type}": expected "text/html"` });
    }
    if (store.findRun(run_id) === undefined) throw new HTTPException(404, { message: `No run "${run_id}"` });
    const report = new Uint8Array(await context.req.arrayBuffer());
    if (event === undefined || store.findRun(run_id)?.id === event) store.putReport(run_id, report);
    return context.body(null, 204);
  });
  app.openapi(get, (context) => {
    const { run_id } = context.req.valid("param");
    const report = store.findReport(run_id);
    if (report === undefined) throw new HTTPException(404, { message: `Run "${run_id}" has no report` });
    return context.body(report, 200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": REPORT_POLICY,
    });
  });
};
