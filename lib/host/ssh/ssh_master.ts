import { exec, type ExecResult } from "../exec.ts";

/** One connection that all sessions of a run share. */
export interface SshMaster {
  /** The control socket. */
  readonly socket: string;
  /** Whether the connection is there, as far as is known here. */
  alive(): boolean;
  close(): Promise<void>;
}

/** A dead peer is noticed after INTERVAL_S · COUNT. */
const INTERVAL_S = 5, COUNT = 5;
const CONNECT_S = 10;

/** What the session of the master prints when it is there, and a POSIX shell behind it. */
const READY = "e2e-connected";
/** Its parent is the sshd of this connection: with that end all sessions, also one that would go on for long. */
const SESSION = `exec sh -c 'echo ${READY}; cat; kill $PPID'`;

/** Options that must hold whatever the user's config says. Source: ssh_config(5). */
const OWN = [
  "BatchMode=yes",
  "ClearAllForwardings=yes",
  "ControlPersist=no",
  "ForkAfterAuthentication=no",
  "PermitLocalCommand=no",
  "RemoteCommand=none",
  "RequestTTY=no",
  "SessionType=default",
  "StdinNull=no",
  "LogLevel=ERROR",
  `ConnectTimeout=${CONNECT_S}`,
  `ServerAliveInterval=${INTERVAL_S}`,
  `ServerAliveCountMax=${COUNT}`,
];

/**
 * Opens a connection with the user's own ssh config, agent and known hosts; gives what ssh said when there is none. Its
 * session reads a pipe of ours: when this process dies, however, the pipe ends, and with it the connection. `signal` gives
 * up one that is not there yet.
 */
export async function openMaster(
  destination: string,
  { socket, signal }: { readonly socket: string; readonly signal: AbortSignal },
): Promise<SshMaster | ExecResult> {
  const opening = new AbortController();
  const giveUp = () => opening.abort();
  signal.addEventListener("abort", giveUp);
  let alive = true, connected = () => {}, stdin: ReadableStreamDefaultController<Uint8Array> | undefined;
  const ready = new Promise<"ready">((resolve) => connected = () => resolve("ready"));
  const options = OWN.flatMap((option) => ["-o", option]);
  let said = "";
  const ended = exec(["ssh", "-M", "-S", socket, "-T", ...options, "--", destination, SESSION], {
    signal: opening.signal,
    stdin: new ReadableStream<Uint8Array>({ start: (controller) => void (stdin = controller) }),
    onStdout: (chunk) => {
      said += new TextDecoder().decode(chunk);
      if (said.includes(READY)) connected();
    },
  }).finally(() => alive = false);
  const first = await Promise.race([ready, ended]);
  signal.removeEventListener("abort", giveUp); // an open one is closed in peace
  if (first !== "ready") return first;
  return {
    socket,
    alive: () => alive,
    close: async () => {
      try {
        stdin?.close();
      } catch { /* it has ended by itself */ }
      await exec(["ssh", "-F", "none", "-S", socket, "-O", "exit", "e2e"], { timeoutMs: 5_000 });
      await ended;
    },
  };
}
