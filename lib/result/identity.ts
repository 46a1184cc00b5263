import { v7 } from "uuid";

/** Returns a new run id: a UUID of version 7, which sorts by its time. */
export function newRunId(nowMs: number): string {
  return v7({ msecs: nowMs });
}

/** Returns the short id that users type: the last 8 hex digits of a run id, which also end a project's name. */
export function shortId(id: string): string {
  return id.slice(-8);
}

/** Returns the name of a run's compose project. The sandbox's directory has the same name. */
export function projectName(slug: string, runId: string): string {
  return `e2e-${slug}-${shortId(runId)}`;
}
