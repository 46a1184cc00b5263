import { join } from "node:path";
import { UserError } from "../errors.ts";
import { destination } from "./destination.ts";
import { type Argv, exec, type ExecOptions, type ExecResult, interactive } from "./exec.ts";
import { remoteCommand } from "./remote_command.ts";
import { rsyncArgv } from "./rsync.ts";
import { openMaster, type SshMaster } from "./ssh_master.ts";
import { sshTrouble } from "./ssh_words.ts";
import type { CopyOptions, Transport } from "./transport.ts";

/** A Unix socket's name may have 108 bytes, and ssh appends 17 to it while it makes one. Source: unix(7), ssh(1). */
const SOCKET_BYTES = 90;
const BACKOFF_MS = [250, 500, 1_000, 2_000, 5_000];
/** Where sessions go: over the master alone. Without it they must fail, and not open a connection of their own. */
const OVER_MASTER = ["-o", "ControlMaster=no", "-o", "ProxyCommand=false", "-o", "BatchMode=yes"];

/**
 * A host that is reached by OpenSSH. One connection carries everything; when it is lost it is opened again, with growing
 * pauses, until `patienceMs` have passed since: then the result of what ran is `lost`. Throws a UserError (`infra`) that
 * says what is wrong when the first connection cannot be made.
 */
export async function ssh(host: string, options: { readonly patienceMs: number }): Promise<Transport> {
  const target = destination(host);
  const directory = await socketDirectory();
  const socket = join(directory, "s");
  let master: SshMaster | undefined;

  const connect = async (): Promise<ExecResult | undefined> => {
    if (master?.alive()) return undefined;
    await Deno.remove(socket).catch(() => {});
    const opened = await openMaster(target, socket);
    if ("kind" in opened) return opened;
    master = opened;
    return undefined;
  };
  const reconnect = async (signal?: AbortSignal): Promise<ExecResult | undefined> => {
    const untilMs = performance.now() + options.patienceMs;
    for (let tries = 0;; tries++) {
      const failed = await connect();
      if (failed === undefined) return undefined;
      const pauseMs = BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)] ?? 0;
      if (signal?.aborted) return { ...failed, kind: "cancelled", code: 130 };
      if (performance.now() + pauseMs > untilMs) return { ...failed, kind: "lost" };
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  /** Runs a local program that uses the connection; again after a loss, unless the caller goes on by itself. */
  const over = async (argv: Argv, more: ExecOptions): Promise<ExecResult> => {
    for (;;) {
      const lost = await reconnect(more.signal);
      if (lost !== undefined) return lost;
      const result = await exec(argv, more);
      if (result.kind !== "exited" || result.code === 0 || await answers(socket)) return result;
      if (more.once) return { ...result, kind: "lost" };
    }
  };
  const session = (
    argv: readonly string[],
    tty: "-T" | "-t",
  ): Argv => ["ssh", "-F", "none", "-S", socket, ...OVER_MASTER, tty, "e2e", remoteCommand(argv)];
  const copy = (from: string, to: string, more: CopyOptions, links: boolean) =>
    over(rsyncArgv(from, to, { ...more, links, over: `ssh -F none -S ${socket} ${OVER_MASTER.join(" ")}` }), {
      ...more,
      ...(more.files === undefined ? {} : { stdin: more.files }),
    });

  const failed = await connect();
  if (failed !== undefined) {
    await Deno.remove(directory, { recursive: true }).catch(() => {});
    const { message, hint } = sshTrouble(host, failed.stderr);
    throw new UserError(message, { hint, outcome: "infra" });
  }
  return {
    name: host,
    run: (argv, more = {}) => over(session(argv, "-T"), more),
    interactive: (argv) => interactive(session(argv, "-t")),
    push: (from, to, more = {}) => copy(from, `e2e:${to}`, more, true),
    pull: (from, to, more = {}) => copy(`e2e:${from}`, to, more, false),
    close: async () => {
      await master?.close();
      await Deno.remove(directory, { recursive: true }).catch(() => {});
    },
  };
}

/** Whether the connection behind a control socket is there. */
async function answers(socket: string): Promise<boolean> {
  return (await exec(["ssh", "-F", "none", "-S", socket, "-O", "check", "e2e"], { timeoutMs: 10_000 })).code === 0;
}

/** A directory of our own whose path is short enough for a socket. */
async function socketDirectory(): Promise<string> {
  for (const parent of [Deno.env.get("XDG_RUNTIME_DIR"), Deno.env.get("TMPDIR"), "/tmp"]) {
    if (parent === undefined || parent.length + "/e2e-12345678/s".length > SOCKET_BYTES) continue;
    try {
      return await Deno.makeTempDir({ dir: parent, prefix: "e2e-" });
    } catch { /* not there, or not writable: the next one */ }
  }
  throw new UserError(
    "Cannot make a directory for the connection's socket: none of XDG_RUNTIME_DIR, TMPDIR, /tmp is writable and short",
    {
      hint: "export TMPDIR=/tmp, and look at its permissions",
      outcome: "infra",
    },
  );
}
