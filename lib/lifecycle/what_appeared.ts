import { tabRows } from "../files/tab_rows.ts";
import { runScript, type Sandbox } from "../sandbox/sandbox.ts";
import type { RunContext } from "./run_context.ts";

/**
 * Returns what was made on the Docker Engine while the tests of `job` ran, still exists, and belongs to no sandbox, such as
 * "container db". It is not removed, because another user may have made it. If it cannot be determined, reports that and returns
 * null.
 */
export async function whatAppeared(run: RunContext, sandbox: Sandbox, job: string): Promise<string[] | null> {
  const { code, stdout } = await runScript(sandbox, "appeared.sh", [sandbox.dir, job], { timeoutMs: 90_000 });
  if (code === 0) return tabRows(stdout).map((row) => row.join(" "));
  run.recorder.notice("warning", "Cannot determine what the tests created on the Docker Engine without Compose");
  return null;
}
