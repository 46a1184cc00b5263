import type { ExecResult } from "../host/exec.ts";
import { runScript, type Sandbox } from "./sandbox.ts";

/** A kept sandbox that nobody else uses meanwhile. */
export interface Hold {
  /** The directory of the job that may be started in it. */
  readonly job: string;
  /** Until when the sandbox is kept, milliseconds since 1970 by the host's clock. */
  readonly keptUntilMs: number;
  /** Resolves when it is held no more, also because the connection was lost. */
  readonly ended: Promise<void>;
  release(): Promise<void>;
}

/** A hold, or what `hold.sh` said instead. */
export type Held = { readonly kind: "held"; readonly hold: Hold } | {
  readonly kind: "not-held";
  readonly result: ExecResult;
};

/** Holds a kept sandbox until it is released, or this process or the connection ends; it is kept for `keepMs` from now at least. */
export async function holdSandbox(sandbox: Sandbox, { keepMs }: { readonly keepMs: number }): Promise<Held> {
  let stdin: ReadableStreamDefaultController<Uint8Array> | undefined, said = "", answered = () => {};
  const answer = new Promise<"answer">((resolve) => answered = () => resolve("answer"));
  const ended = runScript(sandbox, "hold.sh", [sandbox.dir, `${Math.ceil(keepMs / 1000)}`], {
    stdin: new ReadableStream<Uint8Array>({ start: (controller) => void (stdin = controller) }),
    onStdout: (chunk) => {
      said += new TextDecoder().decode(chunk);
      if (said.includes("\n")) answered();
    },
    once: true, // who tries again holds it already
  });
  const first = await Promise.race([answer, ended]);
  if (first !== "answer") return { kind: "not-held", result: first };
  const [job = "", keptUntil] = said.split("\n", 1)[0]?.split(" ") ?? [];
  const release = async () => {
    try {
      stdin?.close();
    } catch { /* the connection was lost */ }
    await ended;
  };
  return { kind: "held", hold: { job, keptUntilMs: Number(keptUntil) * 1000, ended: ended.then(() => {}), release } };
}
