import type { Argv, ExecResult } from "../../host/exec.ts";
import { inEnvironment, type Sandbox } from "../../sandbox/sandbox.ts";
import type { RunContext } from "../run_context.ts";

/** Returns the project and the isolated model of a sandbox, for the builders of Compose's argv. */
export function composeProject({ project, dir }: Sandbox): { readonly project: string; readonly file: string } {
  return { project, file: `${dir}/compose.json` };
}

/** Runs Docker Compose in a sandbox until `untilMs`, and reports its output. */
export function compose(
  run: RunContext,
  sandbox: Sandbox,
  { argv, untilMs }: { readonly argv: Argv; readonly untilMs: number },
): Promise<ExecResult> {
  const temporary = `TMPDIR=${sandbox.dir}/tmp`; // Compose leaves the Dockerfile of a dockerfile_inline there
  return run.transport.run(inEnvironment(sandbox, temporary, ...argv), {
    signal: run.signal,
    timeoutMs: Math.max(1, untilMs - run.now()),
    onStdout: run.recorder.outputSink(),
    onStderr: run.recorder.outputSink(),
  });
}
