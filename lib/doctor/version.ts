import { atLeast } from "../sandbox/at_least.ts";
import { installHint } from "../sandbox/host_facts.ts";
import { type Finding, findingsAt } from "./finding.ts";

/** The oldest rsync with the options that the lifecycle uses (`--protect-args`). */
const OLDEST_RSYNC = [3, 0] as const;

/**
 * Finds a version in a program's output: the first word that begins with a digit and has a dot. Returns the whole text if
 * there is none.
 */
export function versionIn(text: string): string {
  return /(?<![A-Za-z\d])\d+\.[\w.+-]*\w/.exec(text)?.[0] ?? text;
}

/** Checks the version of an installed rsync, in the first line of its `--version`. */
export function rsyncFinding(where: Finding["where"], line: string): Finding {
  const { ok, failure } = findingsAt(where), found = versionIn(line);
  if (atLeast(found, OLDEST_RSYNC)) return ok("rsync", found);
  return failure("rsync", { found, wanted: `${OLDEST_RSYNC.join(".")} or newer`, mend: installHint(["rsync"]) });
}
