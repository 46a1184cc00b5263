import { exec, type ExecResult } from "../exec.ts";
import { CONNECTED, exitArgv, masterArgv } from "./ssh_argv.ts";

/** One connection that all sessions of a run share. */
export interface SshMaster {
  /** Whether the connection is open, as far as this process knows. */
  alive(): boolean;
  close(): Promise<void>;
}

/**
 * Opens a connection with the user's own ssh config, agent and known hosts; returns ssh's result when it cannot be opened.
 * Its session reads a pipe of this process: when this process ends, in any way, the pipe ends and closes the connection.
 * `signal` cancels opening.
 */
export async function openMaster(
  destination: string,
  { socket, signal }: { readonly socket: string; readonly signal: AbortSignal },
): Promise<SshMaster | ExecResult> {
  const opening = new AbortController(), connected = Promise.withResolvers<"connected">();
  const cancel = () => opening.abort();
  signal.addEventListener("abort", cancel);
  let alive = true, stdin: ReadableStreamDefaultController<Uint8Array> | undefined, output = "";
  const ended = exec(masterArgv(destination, socket), {
    signal: opening.signal,
    stdin: new ReadableStream<Uint8Array>({ start: (controller) => void (stdin = controller) }),
    onStdout: (chunk) => {
      output += new TextDecoder().decode(chunk);
      if (output.includes(CONNECTED)) connected.resolve("connected");
    },
  }).finally(() => alive = false);
  const first = await Promise.race([connected.promise, ended]);
  signal.removeEventListener("abort", cancel); // an open connection is closed by close()
  if (first !== "connected") return first;
  return {
    alive: () => alive,
    close: async () => {
      try {
        stdin?.close();
      } catch { /* the session has ended */ }
      await exec(exitArgv(socket), { timeoutMs: 5_000 });
      opening.abort(); // ends an ssh that has not obeyed
      await ended;
    },
  };
}
