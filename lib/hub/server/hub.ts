import type { Env } from "hono";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Result } from "../../result/result.ts";
import type { Bell } from "./bell.ts";
import type { Limits } from "./limits.ts";
import type { Store } from "./store.ts";

/** What all routes use. */
export interface Hub {
  readonly store: Store;
  /** Rings for each new event. */
  readonly bell: Bell;
  readonly now: () => number;
  readonly limits: Limits;
  /** Parses the detail of an event as a run's result; returns undefined for a detail of another version of the tool. */
  readonly readResult: (detail: unknown) => Result | undefined;
}

/** Adds routes to the app. */
export type Routes = (app: OpenAPIHono<Env>, hub: Hub) => void;
