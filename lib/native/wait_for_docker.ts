import { UserError } from "../errors.ts";
import { durationMs } from "../contract/duration.ts";
import { exec } from "../host/exec.ts";
import type { Context } from "../cli/context.ts";

const PAUSE_MS = 5_000;

/**
 * Waits until the Docker Engine of this machine answers, at most for `limit`, a duration. After that the command itself
 * reports what is wrong. Throws a UserError when `limit` is not a duration.
 */
export async function waitForDocker(limit: string, { now, signal }: Context): Promise<void> {
  const limitMs = durationMs(limit);
  if (limitMs === undefined) throw new UserError(`--wait is "${limit}": expected a duration such as 10m`);
  const untilMs = now() + limitMs;
  const answers = async () => (await exec(["docker", "version"], { timeoutMs: 20_000, signal })).code === 0;
  while (now() < untilMs && !signal.aborted && !await answers()) await new Promise((go) => setTimeout(go, PAUSE_MS));
}
