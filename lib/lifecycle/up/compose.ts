import type { ExecResult } from "../../host/exec.ts";
import { inEnvironment, type Sandbox } from "../../sandbox/sandbox.ts";
import type { RunContext } from "../run_context.ts";

/** Runs Docker Compose on the sandbox's isolated model, with its output shown as it comes. */
export function compose(
  run: RunContext,
  sandbox: Sandbox,
  options: { readonly args: readonly string[]; readonly timeoutMs: number },
): Promise<ExecResult> {
  const file = `${sandbox.dir}/compose.json`;
  const argv = [
    `TMPDIR=${sandbox.dir}/tmp`, // Compose leaves the Dockerfile of a dockerfile_inline there
    "docker",
    "compose",
    "--ansi",
    "never",
    "--project-name",
    sandbox.project,
    "--file",
    file,
    ...options.args,
  ];
  return run.transport.run(inEnvironment(sandbox, ...argv), {
    signal: run.signal,
    timeoutMs: Math.max(1, options.timeoutMs),
    onStdout: run.recorder.outputSink(),
    onStderr: run.recorder.outputSink(),
  });
}
