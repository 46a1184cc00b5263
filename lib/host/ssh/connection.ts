import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { removeDeadSockets, socketPrefix } from "./dead_sockets.ts";
import type { ExecResult } from "../exec.ts";
import { openMaster, type SshMaster } from "./ssh_master.ts";
import { connectionMessage } from "./ssh_trouble.ts";

/** The path of a Unix socket may have 108 bytes, and ssh appends 17 while it creates one. Source: unix(7), ssh(1). */
const SOCKET_BYTES = 90;
const CANCELLED: ExecResult = { kind: "cancelled", code: 130, stdout: "", stderr: "" };
const BACKOFF_MS = [250, 500, 1_000, 2_000, 5_000];

/** The connection to a host: opened at once, and again after it is lost. */
export class Connection {
  readonly #destination: string;
  readonly #directory: string;
  #opening: Promise<SshMaster | ExecResult> | undefined;
  #wasOpen = false;
  /** The result of the last attempt, once no more are made. */
  #givenUp: ExecResult | undefined;
  readonly #closed = new AbortController();
  /** Runs while the connection is being opened, which takes longer. */
  readonly #tidied = removeDeadSockets(Date.now());

  /** Throws a UserError (`infra`) when there is no directory for the socket. */
  constructor(destination: string) {
    this.#destination = destination;
    this.#directory = socketDirectory();
    this.#opening = this.#open();
  }

  /** The control socket of the master. */
  get socket(): string {
    return join(this.#directory, "s");
  }

  /** Whether there was a connection: only a lost one is opened again. */
  get wasOpen(): boolean {
    return this.#wasOpen;
  }

  /**
   * Waits until the connection is open; one that was lost is opened again for at most `patienceMs`. Returns a result of kind
   * `lost` when that fails, and from then on always.
   */
  async ready(patienceMs: number, signal?: AbortSignal): Promise<ExecResult | undefined> {
    if (this.#givenUp !== undefined) return this.#givenUp;
    const untilMs = performance.now() + patienceMs;
    for (let tries = 0;; tries++) {
      const opening = this.#opening ??= this.#again(), opened = await orAborted(opening, signal);
      if (opened === undefined) return CANCELLED;
      const isOpen = !("kind" in opened);
      if (isOpen && opened.alive()) {
        this.#wasOpen = true;
        return undefined;
      }
      if (this.#opening === opening) this.#opening = undefined; // the next caller opens another
      if (isOpen) continue;
      const pauseMs = BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)] ?? 0;
      if (!this.#wasOpen || performance.now() + pauseMs > untilMs) {
        return this.#givenUp = { ...opened, kind: "lost", code: 255, stderr: connectionMessage(opened) };
      }
      await orAborted(new Promise((resolve) => setTimeout(resolve, pauseMs)), signal);
    }
  }

  /** Closes the connection, even one that is still being opened, and removes its socket. */
  async close(): Promise<void> {
    this.#closed.abort();
    const opened = await this.#opening;
    if (opened !== undefined && !("kind" in opened)) await opened.close();
    await Deno.remove(this.#directory, { recursive: true }).catch(() => {});
    await this.#tidied;
  }

  async #again(): Promise<SshMaster | ExecResult> {
    await Deno.remove(this.socket).catch(() => {});
    return await this.#open();
  }

  #open(): Promise<SshMaster | ExecResult> {
    return openMaster(this.#destination, { socket: this.socket, signal: this.#closed.signal });
  }
}

/** Creates a directory whose path is short enough for a socket. */
function socketDirectory(): string {
  for (const parent of [Deno.env.get("XDG_RUNTIME_DIR"), Deno.env.get("TMPDIR"), "/tmp"]) {
    if (parent === undefined || parent.length + `/${socketPrefix()}0123456789abcdef/s`.length > SOCKET_BYTES) continue;
    try {
      return Deno.makeTempDirSync({ dir: parent, prefix: socketPrefix() });
    } catch { /* missing, or not writable: try the next one */ }
  }
  throw new UserError(
    "Cannot create a directory for the connection's socket: none of XDG_RUNTIME_DIR, TMPDIR and /tmp is writable and short",
    {
      hint: "export TMPDIR=/tmp, and check its permissions: ls -ld /tmp",
      outcome: "infra",
    },
  );
}

/** Returns what a promise resolves to, or undefined when the signal fires before. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return await promise;
  if (signal.aborted) return undefined;
  const aborted = Promise.withResolvers<undefined>(), abort = () => aborted.resolve(undefined);
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
