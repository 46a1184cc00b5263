import { OpenAPIHono, z } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { guard } from "./guard.ts";
import type { Hub, Routes } from "./hub.ts";
import { pageRoutes } from "./routes/page_routes.tsx";
import { progressRoutes } from "./routes/progress_routes.ts";
import { reportRoutes } from "./routes/report_routes.ts";
import { streamRoute } from "./routes/stream_route.ts";
import { wantsToken } from "./token.ts";

/** What {@link hubApp} is told. */
export interface HubAppOptions {
  /** What the hub listens on. */
  readonly address: string;
  /** What all but `/healthz` asks for; undefined lets everybody in. */
  readonly token: string | undefined;
  readonly version: string;
  /** Takes what went wrong inside, for the one who runs the hub. */
  readonly log: (text: string) => void;
}

const ROUTES: readonly Routes[] = [progressRoutes, streamRoute, reportRoutes, pageRoutes];

/** The hub as a web application. */
export function hubApp(hub: Hub, { address, token, version, log }: HubAppOptions): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, context) => result.success ? undefined : context.json(wrongFields(result.error), 422),
  });
  // What a route says itself about a header counts.
  app.use(secureHeaders({
    overwrite: false,
    strictTransportSecurity: false,
    originAgentCluster: false, // a report in its sandbox cannot have it
    contentSecurityPolicy: { frameAncestors: ["'self'"] },
  }));
  app.use(guard(address));
  app.get("/healthz", (context) => context.json({ status: "ok", attachments: true }));
  if (token !== undefined) app.use(wantsToken(token));
  for (const routes of ROUTES) routes(app, hub);
  app.doc31("/openapi.json", { openapi: "3.1.0", info: { title: "e2e hub", version } });
  app.notFound((context) => context.json({ error: `There is no ${context.req.path}` }, 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    log(`${context.req.method} ${context.req.path}: ${error.stack ?? error.message}\n`);
    return context.json({ error: "The hub failed" }, 500);
  });
  return app;
}

function wrongFields(error: z.core.$ZodError) {
  const fields = error.issues.map(({ path, message }) => ({ path: z.core.toDotPath(path), message }));
  return { error: z.prettifyError(error), fields };
}
