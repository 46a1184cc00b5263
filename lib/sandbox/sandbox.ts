import type { Argv, ExecOptions, ExecResult } from "../host/exec.ts";
import type { Transport } from "../host/transport.ts";
import besideJobScript from "./scripts/job/beside_job.sh" with { type: "text" };
import fileWrite from "./scripts/file_write.sh" with { type: "text" };
import type { ScriptName } from "./scripts.ts";

/** An isolated instance of a stack on a host: a directory, a compose project, a lease. */
export interface Sandbox {
  readonly transport: Transport;
  /** The compose project's name, `e2e-<slug>-<short id>`; also the directory's name. */
  readonly project: string;
  /** The directory on the host: an absolute path without links. */
  readonly dir: string;
}

/** Runs one of the sandbox's scripts on its host. */
export function runScript(
  sandbox: Sandbox,
  script: ScriptName,
  args: readonly string[],
  options?: ExecOptions,
): Promise<ExecResult> {
  return sandbox.transport.run(["sh", `${sandbox.dir}/bin/${script}`, ...args], options);
}

/**
 * Builds the argv that runs a command in the sandbox's environment: the login environment, and the variables of the
 * contract and of the run.
 */
export function inEnvironment(sandbox: Sandbox, ...argv: readonly string[]): Argv {
  return ["sh", `${sandbox.dir}/bin/in_env.sh`, sandbox.dir, ...argv];
}

/** Builds the same argv for a user who inspects the sandbox: the command does not end with the sandbox's job. */
export function besideJob({ dir }: Sandbox, ...argv: readonly string[]): Argv {
  return ["sh", "-c", besideJobScript, "beside_job.sh", dir, ...argv];
}

/** Replaces a file of the sandbox atomically, readable for its owner only. `path` is relative to the sandbox. */
export function writeFile(sandbox: Sandbox, path: string, content: string): Promise<ExecResult> {
  return sandbox.transport.run(["sh", "-c", fileWrite, "file_write.sh", `${sandbox.dir}/${path}`], {
    stdin: content,
    timeoutMs: 60_000,
  });
}
