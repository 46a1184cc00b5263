import type { StopReason } from "../result/stop_reason.ts";

/** What `collect` and `down` are left of the run's limit, at most. */
const RESERVE_MS = 120_000;
/** The host ends a job that reaches the deadline by itself; this is how long it gets before the run is stopped from here. */
const JOB_MS = 15_000;

/** The limit of a whole run: when the phases up to `test` must be over, and a signal that stops them when they are not. */
export function runLimit(limitMs: number, startedMs: number) {
  const untilMs = limitMs - Math.min(RESERVE_MS, limitMs / 4);
  const controller = new AbortController();
  const stop: StopReason = { kind: "run-limit", limitMs };
  const timer = setTimeout(() => controller.abort(stop), untilMs + JOB_MS);
  return { deadlineMs: startedMs + untilMs, signal: controller.signal, clear: () => clearTimeout(timer) };
}
