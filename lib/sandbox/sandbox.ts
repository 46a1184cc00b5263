import type { Argv, ExecOptions, ExecResult } from "../host/exec.ts";
import type { Transport } from "../host/transport.ts";
import type { ScriptName } from "./scripts.ts";

/** One isolated instance on a host: a directory, a compose project, a lease. */
export interface Sandbox {
  readonly transport: Transport;
  /** The compose project's name, `e2e-<slug>-<short id>`; also the directory's name. */
  readonly project: string;
  /** The directory on the host, absolute and physical. */
  readonly dir: string;
}

/** Runs one of the sandbox's own scripts on its host. */
export function runScript(
  sandbox: Sandbox,
  script: ScriptName,
  args: readonly string[],
  options?: ExecOptions,
): Promise<ExecResult> {
  return sandbox.transport.run(["sh", `${sandbox.dir}/bin/${script}`, ...args], options);
}

/** The argv that runs a command in the sandbox's world: the login environment, the contract's, and where things are. */
export function inEnvironment(sandbox: Sandbox, ...argv: readonly string[]): Argv {
  return ["sh", `${sandbox.dir}/bin/in_env.sh`, sandbox.dir, ...argv];
}

/** As {@link inEnvironment}, for a person who looks into the sandbox: it does not end with the sandbox's job. */
export function besideJob({ dir }: Sandbox, ...argv: readonly string[]): Argv {
  return ["sh", "-c", 'E2E_HELPER=$1 exec sh "$0" "$@"', `${dir}/bin/in_env.sh`, dir, ...argv];
}

/** Writes a file of the sandbox, whole or not at all, readable for its owner alone. `path` is relative to the sandbox. */
export function writeFile(sandbox: Sandbox, path: string, content: string): Promise<ExecResult> {
  const write = 'umask 077 && cat >"$1.new" && mv -f "$1.new" "$1"';
  return sandbox.transport.run(["sh", "-c", write, "sh", `${sandbox.dir}/${path}`], {
    stdin: content,
    timeoutMs: 60_000,
  });
}
