import { join } from "node:path";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { isOld } from "./own_directory.ts";
import { listRuns } from "./run_store.ts";
import { waitsForHub } from "./delivery_state.ts";

/** What {@link pruneRuns} leaves. */
export interface KeptRuns {
  readonly maxAgeDays: number;
  readonly maxBytes: number;
  readonly nowMs: number;
  /** The run that is going on. */
  readonly keep?: string;
}

/**
 * Removes runs that are too old, and the oldest ones while all together are too large; never `keep`, and none that goes on.
 * Of one that waits for the state-hub what is to be delivered stays until it is too old. What cannot be removed stays until
 * the next time.
 */
export function pruneRuns(directory: string, { maxAgeDays, maxBytes, nowMs, keep }: KeptRuns): void {
  let bytes = 0;
  for (const { runId, path, state, startedAt } of listRuns(directory)) {
    reportWriteErrors(path, () => {})(() => {
      bytes += size(path);
      const isOld = Date.parse(startedAt) < nowMs - maxAgeDays * 86_400_000;
      if ((!isOld && bytes <= maxBytes) || state === "running" || runId === keep) return;
      if (isOld || !waitsForHub(path)) Deno.renameSync(path, `${path}.gone`);
      else slim(path);
    });
  }
  for (const path of goneRuns(directory, nowMs)) {
    reportWriteErrors(path, () => {})(() => Deno.removeSync(path, { recursive: true }));
  }
}

/** What a run needs to be delivered and told. */
const BONES = ["owner", "run.json", "result.json", "tries", "delivery.lock"];

function slim(path: string): void {
  for (const { name } of Deno.readDirSync(path)) {
    if (!BONES.includes(name)) Deno.removeSync(join(path, name), { recursive: true });
  }
}

/** What is being removed: nobody takes half a run for an abandoned one. And what was not made whole. */
function goneRuns(directory: string, nowMs: number): readonly string[] {
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
