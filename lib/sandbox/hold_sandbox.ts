import type { ExecResult } from "../host/exec.ts";
import { runScript, type Sandbox } from "./sandbox.ts";

/** A kept sandbox that is locked for this process. */
export interface Hold {
  /** The directory for the job that this process may start. */
  readonly job: string;
  /** The time until which the sandbox is kept: milliseconds since 1970, by the host's clock. */
  readonly keptUntilMs: number;
  /** Resolves when the lock is released, or lost with the connection. */
  readonly ended: Promise<void>;
  release(): Promise<void>;
}

/** A hold, or the result of `hold.sh` when there is none. */
type Held =
  | { readonly kind: "held"; readonly hold: Hold }
  | { readonly kind: "not-held"; readonly result: ExecResult };

/** `hold.sh` waits a few seconds for the end of an earlier job. */
const ANSWER_MS = 60_000;

/**
 * Locks a kept sandbox until the lock is released, or this process or the connection ends, and keeps it for at least
 * `keepMs` from now.
 */
export async function holdSandbox(sandbox: Sandbox, { keepMs }: { readonly keepMs: number }): Promise<Held> {
  const answered = Promise.withResolvers<"answered">();
  let stdin: ReadableStreamDefaultController<Uint8Array> | undefined, output = "";
  const limit = new AbortController(), timer = setTimeout(() => limit.abort(), ANSWER_MS);
  const ended = runScript(sandbox, "hold.sh", [sandbox.dir, `${Math.ceil(keepMs / 1000)}`], {
    stdin: new ReadableStream<Uint8Array>({ start: (controller) => void (stdin = controller) }),
    onStdout: (chunk) => {
      output += new TextDecoder().decode(chunk);
      if (output.includes("\n")) answered.resolve("answered");
    },
    signal: limit.signal,
    once: true, // a second attempt would find the lock taken by the first
  });
  const first = await Promise.race([answered.promise, ended]);
  clearTimeout(timer);
  if (first !== "answered") return { kind: "not-held", result: first };
  const [job = "", keptUntil] = output.split("\n", 1)[0]?.split(" ") ?? [];
  const release = async () => {
    try {
      stdin?.close();
    } catch { /* the connection was lost */ }
    await ended;
  };
  return { kind: "held", hold: { job, keptUntilMs: Number(keptUntil) * 1000, ended: ended.then(() => {}), release } };
}
