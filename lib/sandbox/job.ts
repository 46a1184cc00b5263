import { runScript, type Sandbox } from "./sandbox.ts";
import { tabRows } from "../files/tab_rows.ts";
import type { ExecResult } from "../host/exec.ts";

/** How a job ended, as its supervisor on the host reports it. */
export interface JobEnd {
  /** The command's exit code, as a shell gives it: 128 + n for signal n. */
  readonly code: number;
  readonly timedOut: boolean;
  /** What ended it from outside; such a job has no verdict. */
  readonly endedBy: "lease" | "down" | undefined;
  readonly tookMs: number;
  /** How many processes outlived the command. */
  readonly left: number;
  /** Bytes of output. */
  readonly bytes: number;
}

/** The result of following a job: its end, `lost` when its supervisor died, or the result of a script that failed. */
export type JobFollowed =
  | { readonly kind: "ended"; readonly end: JobEnd }
  | { readonly kind: "lost" }
  | { readonly kind: "broken"; readonly result: ExecResult };

/**
 * The job of a run: the directory in the sandbox with the command, its output and its end. Later jobs have other names.
 */
export const JOB = "job";

/** Starts a command as a job: in a session of its own on the host, with a time limit. A second call starts nothing. */
export async function startJob(
  sandbox: Sandbox,
  options: { readonly job: string; readonly command: string; readonly limitMs: number; readonly graceMs: number },
): Promise<ExecResult> {
  const limits = [options.limitMs, options.graceMs].map((ms) => `${ms / 1000}`);
  const command = new TextEncoder().encode(`${options.command}\n`);
  return await runScript(sandbox, "job_start.sh", [sandbox.dir, options.job, ...limits, `${command.length}`], {
    stdin: command,
    timeoutMs: 60_000,
  });
}

/** Follows a job until it has ended, and passes on every byte of its output from `offset` on. */
export async function followJob(
  sandbox: Sandbox,
  options: {
    readonly job: string;
    readonly offset: number;
    readonly onOutput: (chunk: Uint8Array) => void;
    readonly signal: AbortSignal;
  },
): Promise<JobFollowed> {
  const result = await runScript(sandbox, "job_follow.sh", [sandbox.dir, options.job, `${options.offset}`], {
    stdin: new ReadableStream<Uint8Array>(), // stays open: its end means that this process is gone
    signal: options.signal,
    onStdout: options.onOutput,
    once: true, // the caller follows again from the last byte
  });
  const trailer = /^e2e-(?:exit (.*)|(lost))$/m.exec(result.stderr);
  if (trailer?.[1] !== undefined) return { kind: "ended", end: readJobEnd(trailer[1]) };
  return trailer === null ? { kind: "broken", result } : { kind: "lost" };
}

/** Reads the last line of the supervisor: `code=N timed_out=0|1 ended_by=lease|down|- …`. */
export function readJobEnd(line: string): JobEnd {
  const of = (name: string) => new RegExp(`(?:^| )${name}=(\\S+)`).exec(line)?.[1] ?? "";
  const endedBy = of("ended_by");
  return {
    code: Number(of("code")),
    timedOut: of("timed_out") === "1",
    endedBy: endedBy === "lease" || endedBy === "down" ? endedBy : undefined,
    tookMs: Number(of("took_ms")),
    left: Number(of("left")),
    bytes: Number(of("bytes")),
  };
}

/** Ends every process of the sandbox's jobs: TERM, and KILL after the grace period. */
export function killJob(sandbox: Sandbox, options: { readonly graceMs: number }): Promise<ExecResult> {
  const grace = Math.ceil(options.graceMs / 1000);
  return runScript(sandbox, "job_kill.sh", [sandbox.dir, `${grace}`], { timeoutMs: options.graceMs + 30_000 });
}

/** Lists the processes that outlived the command, by PID and name. Returns undefined when the list cannot be read. */
export async function leftRunning(sandbox: Sandbox, job: string): Promise<readonly string[] | undefined> {
  const argv = ["cat", `${sandbox.dir}/${job}/left`] as const;
  const { code, stdout } = await sandbox.transport.run(argv, { timeoutMs: 20_000 });
  return code === 0 ? tabRows(stdout).map((row) => row.join(" ")) : undefined;
}
