import { tabRows } from "../files/tab_rows.ts";
import { runScript, type Sandbox } from "../sandbox/sandbox.ts";
import type { RunContext } from "./run_context.ts";

/**
 * What was made on the Docker Engine while the tests of `job` ran, is still there, and belongs to no sandbox, such as
 * "container db": the tests may have made it, or somebody else, so it is not removed. Null where that could not be seen, which
 * is told.
 */
export async function whatAppeared(run: RunContext, sandbox: Sandbox, job: string): Promise<string[] | null> {
  const { code, stdout } = await runScript(sandbox, "appeared.sh", [sandbox.dir, job], { timeoutMs: 90_000 });
  if (code === 0) return tabRows(stdout).map((row) => row.join(" "));
  run.recorder.notice("warning", "What the tests made on the Docker Engine without Compose could not be seen");
  return null;
}
