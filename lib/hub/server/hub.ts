import type { Env } from "hono";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Result } from "../../result/result.ts";
import type { Bell } from "./bell.ts";
import type { Store } from "./store.ts";

/** What the routes share. */
export interface Hub {
  readonly store: Store;
  /** Rings for each new event. */
  readonly bell: Bell;
  readonly now: () => number;
  /** Reads the detail of an event as a run's result; undefined for one of another version. */
  readonly readResult: (detail: unknown) => Result | undefined;
}

/** Adds its routes to the app. */
export type Routes = (app: OpenAPIHono<Env>, hub: Hub) => void;
