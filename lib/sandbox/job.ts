import { runScript, type Sandbox } from "./sandbox.ts";
import type { ExecResult } from "../host/exec.ts";

/** How a job ended, in the words of its supervisor on the host. */
export interface JobEnd {
  /** The command's exit code, as a shell gives it: 128 + n for signal n. */
  readonly code: number;
  readonly timedOut: boolean;
  /** Who ended it from outside: then there is no verdict. */
  readonly endedBy: "lease" | "down" | undefined;
  readonly tookMs: number;
  /** How many processes outlived the command. */
  readonly left: number;
  /** Bytes of output. */
  readonly bytes: number;
}

/** What following a job came to: its end, `lost` when its supervisor died, or what the host said instead. */
export type JobFollowed =
  | { readonly kind: "ended"; readonly end: JobEnd }
  | { readonly kind: "lost" }
  | { readonly kind: "broken"; readonly result: ExecResult };

/** The job of a run: the directory in the sandbox that holds the command, its output and its end. A job that comes later has another name. */
export const JOB = "job";

/** Starts a command as a job: its own session on the host, with a hard limit. Starting twice starts once. */
export async function startJob(
  sandbox: Sandbox,
  options: {
    readonly job: string;
    readonly command: string;
    readonly limitMs: number;
    readonly graceMs: number;
  },
): Promise<ExecResult> {
  const limits = [options.limitMs, options.graceMs].map((ms) => `${ms / 1000}`);
  const command = new TextEncoder().encode(`${options.command}\n`);
  return await runScript(sandbox, "job_start.sh", [sandbox.dir, options.job, ...limits, `${command.length}`], {
    stdin: command,
    timeoutMs: 60_000,
  });
}

/** Follows the job's output from byte `offset` until it has ended; every byte is handed over. */
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
    stdin: new ReadableStream<Uint8Array>(), // open: its end means that we are gone
    signal: options.signal,
    onStdout: options.onOutput,
    once: true, // every byte counts: the caller goes on where it was
  });
  const trailer = /^e2e-(?:exit (.*)|(lost))$/m.exec(result.stderr);
  if (trailer?.[1] !== undefined) return { kind: "ended", end: readJobEnd(trailer[1]) };
  return trailer === null ? { kind: "broken", result } : { kind: "lost" };
}

/** Reads the line that the supervisor writes at the end: `code=N timed_out=0|1 ended_by=lease|down|- …`. */
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

/** Ends every process of the job: TERM, and KILL after the grace period. */
export function killJob(sandbox: Sandbox, options: { readonly graceMs: number }): Promise<ExecResult> {
  const grace = Math.ceil(options.graceMs / 1000);
  return runScript(sandbox, "job_kill.sh", [sandbox.dir, `${grace}`], { timeoutMs: options.graceMs + 30_000 });
}

/** The processes that outlived the command and were ended, by PID and name; undefined when that cannot be read. */
export async function leftRunning(sandbox: Sandbox, job: string): Promise<readonly string[] | undefined> {
  const { code, stdout } = await sandbox.transport.run(["sh", "-c", 'cat "$1"', "sh", `${sandbox.dir}/${job}/left`], {
    timeoutMs: 20_000,
  });
  if (code !== 0) return undefined;
  return stdout.split("\n").filter((line) => line !== "").map((line) => line.replace("\t", " "));
}
