import { join } from "node:path";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { makeWhole } from "../files/write_whole.ts";
import { ownerState, ownerText } from "./owner_file.ts";

/** Creates a directory below `parent` that belongs to this process. */
export function ownDirectory(parent: string): string {
  const path = join(parent, crypto.randomUUID());
  makeWhole(path, { owner: ownerText() });
  return path;
}

/**
 * Removes the directories of {@link ownDirectory} whose process has ended. A directory that cannot be removed stays
 * until the next call.
 */
export function removeUnowned(parent: string, { nowMs }: { readonly nowMs: number }): void {
  reportWriteErrors(parent, () => {})(() => {
    for (const { name } of Deno.readDirSync(parent)) {
      const path = join(parent, name);
      reportWriteErrors(path, () => {})(() => {
        if (name.endsWith(".new") ? isOld(path, nowMs) : isUnowned(path)) Deno.removeSync(path, { recursive: true });
      });
    }
  });
}

const isUnowned = (path: string) => ownerState(Deno.readTextFileSync(join(path, "owner"))) === "dead";

/**
 * Returns whether a directory is older than an hour, so that no process can still be creating it with {@link
 * makeWhole}.
 */
export function isOld(path: string, nowMs: number): boolean {
  return nowMs - (Deno.statSync(path).mtime?.getTime() ?? nowMs) > 3_600_000;
}
