import { exec, type ExecResult } from "../exec.ts";
import { sleep } from "../sleep.ts";
import { CONNECTED, exitArgv, masterArgv } from "./ssh_argv.ts";
import { NO_ANSWER, NO_SHELL } from "./ssh_trouble.ts";

/** ssh's own limit ends before the key exchange. This one leaves time to touch a security key. */
const AUTHENTICATION_MS = 30_000;
/** How long the login shell may read its start-up files, which take some seconds for some users and on some hosts. */
const LOGIN_MS = 20_000;

/** One connection that all sessions of a run share. */
export interface SshMaster {
  /** Whether the connection is open, as far as this process knows. */
  alive(): boolean;
  close(): Promise<void>;
}

/**
 * Opens a connection with the user's own ssh config, agent and known hosts; returns ssh's result when it cannot be opened,
 * or when authentication or the login shell take too long. Its session reads a pipe of this process: when this process ends,
 * in any way, the pipe ends and closes the connection. `signal` cancels opening.
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
      output = output.slice(-CONNECTED.length); // start-up files may print for ever
    },
  }).finally(() => alive = false);
  const decided = new AbortController();
  const first = await Promise.race([connected.promise, ended, overdue(socket, decided.signal)]);
  decided.abort();
  signal.removeEventListener("abort", cancel); // an open connection is closed by close()
  if (typeof first === "object") return first;
  if (first !== "connected") {
    opening.abort();
    return { ...await ended, stderr: first };
  }
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

/** Waits until opening a connection has taken too long, or the signal fires. Returns the reason. */
async function overdue(socket: string, signal: AbortSignal): Promise<string> {
  const untilMs = performance.now() + AUTHENTICATION_MS;
  while (!await isThere(socket)) { // ssh creates its socket after the login
    if (performance.now() > untilMs) return `${NO_ANSWER} within ${AUTHENTICATION_MS / 1000} s`;
    await sleep(100, signal);
    if (signal.aborted) return "";
  }
  await sleep(LOGIN_MS, signal);
  return `${NO_SHELL} it ran none within ${LOGIN_MS / 1000} s`;
}

const isThere = (path: string) => Deno.lstat(path).then(() => true, () => false);
