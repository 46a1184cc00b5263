import type { Report } from "../result/event.ts";
import type { Result } from "../result/result.ts";
import { makeResult, type RunFacts } from "./make_result.ts";
import type { RunContext } from "./run_context.ts";

/** Reports the start and the end of a run around its phases, and returns its result. */
export async function reportRun(run: RunContext, report: Report, phases: () => Promise<RunFacts>): Promise<Result> {
  const { plan: { runId, project, contract: { name: slug } }, recorder, transport: { name: host } } = run;
  report({ kind: "run-started", at: recorder.at(), runId, slug, project, host });
  const result = await makeResult(run, await phases());
  report({ kind: "run-ended", at: recorder.at(), result });
  return result;
}
