import { v7 } from "uuid";

/** A new run id: a UUID of version 7, whose beginning sorts by time. */
export function newRunId(nowMs: number): string {
  return v7({ msecs: nowMs });
}

/** The last 8 hex digits of a run id, its random part: what people type. */
export function shortId(runId: string): string {
  return runId.slice(-8);
}

/** The compose project's name of a run, which is also the sandbox directory's. */
export function projectName(slug: string, runId: string): string {
  return `e2e-${slug}-${shortId(runId)}`;
}
