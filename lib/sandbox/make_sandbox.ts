import type { Transport } from "../host/transport.ts";
import type { ExecResult } from "../host/exec.ts";
import type { Sandbox } from "./sandbox.ts";
import { makeArgv } from "./scripts.ts";

/** Options of {@link makeSandbox}. */
interface SandboxOptions {
  /** `E2E_HOME` on the host; `""` for the host's default. */
  readonly home: string;
  readonly project: string;
  readonly leaseMs: number;
  /** What the host does when the lease expires: it removes the sandbox, or keeps it for `forMs`. */
  readonly onLost: { readonly kind: "down" } | { readonly kind: "keep"; readonly forMs: number };
  /** The description of the run, `run.json`, from which an interrupted run is reported. */
  readonly run: Readonly<Record<string, unknown>>;
}

/** A sandbox, or the result of the script when it failed. */
type SandboxMade =
  | { readonly kind: "made"; readonly sandbox: Sandbox }
  | { readonly kind: "not-made"; readonly result: ExecResult };

/**
 * Creates the sandbox's directory on the host atomically, with its lease and its watcher: clean-up is set up before
 * there is anything to remove.
 */
export async function makeSandbox(transport: Transport, options: SandboxOptions): Promise<SandboxMade> {
  const onLost = options.onLost.kind === "down" ? "down" : `keep ${Math.ceil(options.onLost.forMs / 1000)}`;
  const leaseS = Math.ceil(options.leaseMs / 1000);
  const result = await transport.run(makeArgv(options.home, options.project, `${leaseS}`, onLost), {
    stdin: JSON.stringify(options.run),
    timeoutMs: 60_000,
  });
  const dir = result.stdout.trim();
  return result.kind === "exited" && result.code === 0 && dir.startsWith("/")
    ? { kind: "made", sandbox: { transport, project: options.project, dir } }
    : { kind: "not-made", result };
}
