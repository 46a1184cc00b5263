import type { BodyLimits } from "./at_most.ts";

/** What clients may use at once, so that no client makes the hub unusable for others. */
export interface Limits {
  /** A posted event; the tool itself gives up after 10 s. */
  readonly event: BodyLimits;
  /** A report; the tool itself gives up after a minute. */
  readonly report: BodyLimits;
  /** Open streams. */
  readonly streams: { readonly atOnce: number };
  /** One is closed when its request is incomplete after `requestMs`, or when nothing is sent or received for `idleMs`. */
  readonly connections: { readonly atOnce: number; readonly requestMs: number; readonly idleMs: number };
}

const MiB = 1024 * 1024;

/** The limits of `e2e hub`. */
export const LIMITS: Limits = {
  event: { bytes: MiB, ms: 15_000, atOnce: 64 },
  report: { bytes: 10 * MiB, ms: 70_000, atOnce: 8 },
  streams: { atOnce: 100 },
  connections: { atOnce: 500, requestMs: 80_000, idleMs: 40_000 },
};
