import { build$ } from "@david/dax";
import { Capture } from "./capture.ts";
import { program } from "./program.ts";

/** The programs that the tool runs; it starts no others. */
const PROGRAMS = ["cat", "docker", "git", "open", "rm", "rsync", "sh", "ss", "ssh", "xdg-open"] as const;

/** A command: a program and its arguments, unquoted. */
export type Argv = readonly [typeof PROGRAMS[number], ...string[]];

/**
 * How a command ended. `lost`: the host cannot be reached any more. Death by signal n is code 128 + n, a missing
 * program 127.
 */
export interface ExecResult {
  readonly kind: "exited" | "timed-out" | "cancelled" | "lost";
  /** The exit code; 124 when it timed out, 130 when it was cancelled. */
  readonly code: number;
  /** Its output; of long output only the end. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link exec}. Times in milliseconds. */
export interface ExecOptions {
  /** Standard input; empty by default. A stream may stay open as long as the command runs. */
  readonly stdin?: string | Uint8Array | ReadableStream<Uint8Array> | undefined;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Receives output as it arrives; the result then keeps only its end. */
  readonly onStdout?: ((chunk: Uint8Array) => void) | undefined;
  readonly onStderr?: ((chunk: Uint8Array) => void) | undefined;
  /** Do not start the command again after a lost connection. */
  readonly once?: boolean;
}

/** Options of {@link exec}: those of every command, and those for commands on this machine. */
interface ExecHereOptions extends ExecOptions {
  /** Variables to add to the tool's own environment; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const WHOLE_BYTES = 64 * 1024 * 1024;
const TAIL_BYTES = 64 * 1024;

const $ = build$({
  commandBuilder: (builder) =>
    builder.registerCommands(Object.fromEntries(PROGRAMS.map((name) => [name, program(name)]))).noThrow(),
});

/** Runs a command on this machine. A failing command is a result, not an exception. */
export async function exec(argv: Argv, options: ExecHereOptions = {}): Promise<ExecResult> {
  const { stdin, timeoutMs, signal, env = {} } = options;
  if (signal?.aborted) return { kind: "cancelled", code: 130, stdout: "", stderr: "" };
  const limit = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => limit.abort(), timeoutMs);
  const stdout = sink(options.onStdout), stderr = sink(options.onStderr);
  try {
    const { code } = await $`${[...argv]}`
      .env({ ...env })
      .signal(signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]))
      .stdin(stdin === undefined ? "null" : typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin)
      .stdout(stdout.stream)
      .stderr(stderr.stream);
    const output = { stdout: stdout.capture.text(), stderr: stderr.capture.text() };
    if (limit.signal.aborted) return { kind: "timed-out", code: 124, ...output };
    if (signal?.aborted) return { kind: "cancelled", code: 130, ...output };
    return { kind: "exited", code, ...output };
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a command with the user's own input and output and returns its exit code. `signal` ends it. */
export async function interactive(argv: Argv, { signal }: { readonly signal: AbortSignal }): Promise<number> {
  if (signal.aborted) return 130;
  return (await $`${[...argv]}`.signal(signal).stdin("inherit").stdout("inherit").stderr("inherit")).code;
}

function sink(onChunk: ((chunk: Uint8Array) => void) | undefined) {
  const capture = new Capture(onChunk === undefined ? WHOLE_BYTES : TAIL_BYTES);
  const stream = new WritableStream<Uint8Array>({
    write(chunk) {
      const copy = chunk.slice();
      capture.add(copy);
      onChunk?.(copy);
    },
  });
  return { capture, stream };
}
