import type { StopReason } from "../result/stop_reason.ts";

/** The part of the run's limit that is reserved for `collect` and `down`, at most. */
const RESERVE_MS = 120_000;
/** The host ends a job at the deadline. The run is stopped from here if the host has not done so after this time. */
const JOB_MS = 15_000;

/** Returns the deadline of the phases up to `test`, and a signal that stops them when they miss it. */
export function runLimit(limitMs: number, startedMs: number) {
  const untilMs = limitMs - Math.min(RESERVE_MS, limitMs / 4);
  const controller = new AbortController();
  const stop: StopReason = { kind: "run-limit", limitMs };
  const timer = setTimeout(() => controller.abort(stop), untilMs + JOB_MS);
  return { deadlineMs: startedMs + untilMs, signal: controller.signal, clear: () => clearTimeout(timer) };
}
