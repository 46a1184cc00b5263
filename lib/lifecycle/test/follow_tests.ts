import type { ExecResult } from "../../host/exec.ts";
import { type Failure, failure, passed, type PhaseEnd } from "../../result/phase.ts";
import { stoppedBy } from "../../result/stop_reason.ts";
import { followJob, type JobEnd, type JobFollowed } from "../../sandbox/job.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import { sleep } from "../../host/sleep.ts";

/** The pauses before further attempts; output in between starts them again. */
const BACKOFF_MS = [250, 500, 1_000, 2_000, 5_000];

/**
 * Follows the job of the tests to its end, and reports its output. `onOutput` receives the same bytes. After a lost connection,
 * it continues at the next byte.
 */
export async function followTests(
  run: RunContext,
  sandbox: Sandbox,
  { job, ...options }: { readonly job: string; readonly onOutput: (chunk: Uint8Array) => void },
): Promise<PhaseEnd<JobEnd>> {
  const report = run.recorder.outputSink();
  let offset = 0;
  const onOutput = (chunk: Uint8Array) => {
    offset += chunk.length;
    options.onOutput(chunk);
    report(chunk);
  };
  for (let tries = 0;; tries++) {
    const before = offset;
    const followed = await followJob(sandbox, { job, offset, onOutput, signal: run.signal });
    const end = followedEnd(run, followed, offset);
    if (end !== undefined) return end;
    if (offset > before) tries = 0;
    const pause = BACKOFF_MS[tries];
    if (pause === undefined) return followFailure(run, followed.kind === "broken" ? followed.result : undefined);
    run.recorder.retry(`Lost the connection to the tests, trying again in ${pause} ms`);
    await sleep(pause, run.signal);
  }
}

/** Returns the end if the job has ended and all its output was read, or if it cannot be followed any further. */
function followedEnd(run: RunContext, followed: JobFollowed, offset: number): PhaseEnd<JobEnd> | undefined {
  if (followed.kind === "ended" && (followed.end.bytes <= offset || followed.end.endedBy !== undefined)) {
    return passed(followed.end);
  }
  if (followed.kind === "lost") {
    return failure("infra", `The supervisor of the tests on ${run.transport.name} died: there is no verdict`);
  }
  return stoppedBy(run.signal);
}

function followFailure(run: RunContext, broken: ExecResult | undefined): Failure {
  return broken === undefined
    ? failure("infra", `Cannot read the whole output of the tests on ${run.transport.name}`)
    : hostFailure(run, broken, "Following the tests");
}
