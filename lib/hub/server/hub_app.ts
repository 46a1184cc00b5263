import { OpenAPIHono, z } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { guard } from "./guard.ts";
import type { Hub, Routes } from "./hub.ts";
import { pageRoutes } from "./routes/page_routes.tsx";
import { progressRoutes } from "./routes/progress_routes.ts";
import { reportRoutes } from "./routes/report_routes.ts";
import { streamRoute } from "./routes/stream_route.ts";
import { requireToken } from "./require_token.ts";

/** Options of {@link hubApp}. */
export interface HubAppOptions {
  /** The address that the hub listens on. */
  readonly address: string;
  /** Required for all routes except `/healthz`; undefined allows access without a token. */
  readonly token: string | undefined;
  readonly version: string;
  /** Called with internal errors, for the operator of the hub. */
  readonly log: (text: string) => void;
}

const ROUTES: readonly Routes[] = [progressRoutes, streamRoute, reportRoutes, pageRoutes];

/** Creates the hub as a web application. */
export function hubApp(hub: Hub, { address, token, version, log }: HubAppOptions): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, context) => result.success ? undefined : context.json(wrongFields(result.error), 422),
  });
  // A header that a route sets itself is not overwritten.
  app.use(secureHeaders({
    overwrite: false,
    strictTransportSecurity: false,
    originAgentCluster: false, // not possible for a report, whose response is sandboxed
    contentSecurityPolicy: { frameAncestors: ["'self'"] },
  }));
  app.use(guard(address));
  app.get("/healthz", (context) => context.json({ status: "ok", attachments: true }));
  if (token !== undefined) app.use(requireToken(token));
  for (const routes of ROUTES) routes(app, hub);
  app.doc31("/openapi.json", { openapi: "3.1.0", info: { title: "e2e hub", version } });
  app.notFound((context) => context.json({ error: short(`Not found: ${context.req.path}`) }, 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: short(error.message) }, error.status);
    log(`${context.req.method} ${context.req.path}: ${error.stack ?? error.message}\n`);
    return context.json({ error: "Internal error: see the output of e2e hub" }, 500);
  });
  return app;
}

const MAX_ISSUES = 20;

/** Describes the first issues only: a body can have very many. */
function wrongFields({ issues }: z.core.$ZodError) {
  const some = issues.slice(0, MAX_ISSUES).map((issue) => ({ ...issue, message: short(issue.message) }));
  const more = issues.length - some.length;
  const error = z.prettifyError(new z.core.$ZodError(some)) + (more === 0 ? "" : `\nand ${more} more`);
  return { error, fields: some.map(({ path, message }) => ({ path: z.core.toDotPath(path), message })) };
}

/** Shortens a message that repeats a part of the request. */
const short = (message: string) => message.length <= 1000 ? message : `${message.slice(0, 999)}…`;
