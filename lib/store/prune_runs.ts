import { join } from "node:path";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { waitsForHub } from "./delivery_state.ts";
import { listRuns } from "./list_runs.ts";
import { isOld } from "./own_directory.ts";

interface PruneOptions {
  readonly maxAgeDays: number;
  readonly maxBytes: number;
  readonly nowMs: number;
  /** The id of the current run. */
  readonly keep?: string;
}

/**
 * Removes runs older than `maxAgeDays`, and the oldest runs while all runs together exceed `maxBytes`. Never removes `keep`
 * or a run in progress. Of an undelivered run, the files needed for delivery stay until it is too old. A run that cannot be
 * removed stays until the next call.
 */
export function pruneRuns(directory: string, { maxAgeDays, maxBytes, nowMs, keep }: PruneOptions): void {
  let bytes = 0;
  for (const { runId, path, state, startedAt } of listRuns(directory)) {
    reportWriteErrors(path, () => {})(() => {
      bytes += size(path);
      const isTooOld = Date.parse(startedAt) < nowMs - maxAgeDays * 86_400_000;
      if ((!isTooOld && bytes <= maxBytes) || state === "running" || runId === keep) return;
      if (isTooOld || !waitsForHub(path)) Deno.renameSync(path, `${path}.gone`);
      else slim(path);
    });
  }
  for (const path of leftovers(directory, nowMs)) {
    reportWriteErrors(path, () => {})(() => Deno.removeSync(path, { recursive: true }));
  }
}

/** The files that delivery and `e2e history` need. */
const NEEDED = ["owner", "run.json", "result.json", "tries", "delivery.lock"];

function slim(path: string): void {
  for (const { name } of Deno.readDirSync(path)) {
    if (!NEEDED.includes(name)) Deno.removeSync(join(path, name), { recursive: true });
  }
}

/**
 * Returns the directories to remove: those renamed to `.gone` first, because a partly removed run would look interrupted, and
 * those that were never completed (`.new`).
 */
function leftovers(directory: string, nowMs: number): readonly string[] {
  try {
    return [...Deno.readDirSync(directory)].filter(({ name }) => /^[0-9a-f-]{36}\.(gone|new)$/.test(name))
      .map(({ name }) => join(directory, name)).filter((path) => path.endsWith(".gone") || isOld(path, nowMs));
  } catch {
    return [];
  }
}

function size(path: string): number {
  return [...Deno.readDirSync(path)].reduce((sum, { name, isDirectory }) => {
    const each = join(path, name);
    return sum + (isDirectory ? size(each) : Deno.lstatSync(each).size);
  }, 0);
}
