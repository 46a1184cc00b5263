import { Connection } from "./connection.ts";
import { destination } from "./destination.ts";
import { type Argv, exec, type ExecOptions, type ExecResult, interactive } from "../exec.ts";
import { behindMark, marked, markedRsync, textBehindMark } from "./login_noise.ts";
import { remoteCommand } from "./remote_command.ts";
import { rsyncArgv } from "../rsync.ts";
import { lostHost, SESSION_REFUSED } from "./ssh_trouble.ts";
import type { CopyOptions, Transport } from "../transport.ts";

/**
 * A host that is reached by OpenSSH. The connection, or the one that is given, is opened at once, in the background, and carries everything. When it
 * is lost it is opened again, with growing pauses, until `patienceMs` have passed since; what runs is then started again,
 * unless it says `once`. A result of kind `lost` holds ssh's own words in `stderr`: {@link sshTrouble} reads them. Throws a
 * UserError for what is no destination.
 */
export function ssh(
  host: string,
  options: { readonly patienceMs: number; readonly connection?: Connection | undefined },
): Transport {
  const { patienceMs, connection = new Connection(destination(host)) } = options;
  const over = async (argv: (socket: string) => Argv, more: ExecOptions): Promise<ExecResult> => {
    for (;;) {
      const lost = await connection.ready(patienceMs, more.signal);
      if (lost !== undefined) return lost;
      const result = own(await exec(argv(connection.socket), behind(more)));
      if (result.kind !== "exited" || result.code === 0) return result;
      // rsync tells ssh's end in a code of its own
      if ([255, 12].includes(result.code) && SESSION_REFUSED.test(result.stderr)) return { ...result, kind: "lost" };
      if (await answers(connection.socket)) return result;
      if (more.once) return { ...result, kind: "lost" };
    }
  };
  const copy = (from: string, to: string, more: CopyOptions, links: boolean) =>
    over(
      (socket) =>
        rsyncArgv(from, to, { ...more, links, over: markedRsync(["ssh", ...sessionOptions(socket)].join(" ")) }),
      {
        ...more,
        ...(more.files === undefined ? {} : { stdin: more.files }),
      },
    );
  return {
    name: host,
    run: (argv, more = {}) => over((socket) => sessionArgv(socket, "-T", marked(argv)), more),
    interactive: async (argv, { tty, signal }) => {
      const lost = await connection.ready(patienceMs, signal);
      if (lost?.kind === "lost") throw lostHost(host, lost.stderr);
      return await interactive(sessionArgv(connection.socket, tty ? "-t" : "-T", argv), { signal });
    },
    push: (from, to, more = {}) => copy(from, `e2e:${to}`, more, true),
    pull: (from, to, more = {}) => copy(`e2e:${from}`, to, more, false),
    tunnel: async (to, near) => {
      const lost = await connection.ready(patienceMs);
      if (lost !== undefined) return { kind: "not-open", result: lost };
      const at = `127.0.0.1:${freePort(near)}`;
      const result = await exec(controlArgv(connection.socket, "forward", "-L", `${at}:${to}`), { timeoutMs: 10_000 });
      return result.code === 0 ? { kind: "open", at } : { kind: "not-open", result };
    },
    close: () => connection.close(),
  };
}

/** What the command itself wrote, without what the user's start-up files say before it. */
const own = (result: ExecResult): ExecResult => ({
  ...result,
  stdout: textBehindMark(result.stdout),
  stderr: textBehindMark(result.stderr),
});

const behind = ({ onStdout, onStderr, ...more }: ExecOptions): ExecOptions => ({
  ...more,
  ...(onStdout === undefined ? {} : { onStdout: behindMark(onStdout) }),
  ...(onStderr === undefined ? {} : { onStderr: behindMark(onStderr) }),
});

/** Sessions go over the master alone: without it they fail, and do not open a connection of their own. */
function sessionOptions(socket: string): readonly string[] {
  return ["-F", "none", "-S", socket, "-o", "ControlMaster=no", "-o", "ProxyCommand=false", "-o", "BatchMode=yes"];
}

function sessionArgv(socket: string, tty: "-T" | "-t", argv: readonly string[]): Argv {
  return ["ssh", ...sessionOptions(socket), tty, "e2e", remoteCommand(argv)];
}

/** Whether the connection behind a control socket is there. */
async function answers(socket: string): Promise<boolean> {
  return (await exec(controlArgv(socket, "check"), { timeoutMs: 10_000 })).code === 0;
}

function controlArgv(socket: string, word: "check" | "forward", ...options: readonly string[]): Argv {
  return ["ssh", "-F", "none", "-S", socket, ...options, "-O", word, "e2e"];
}

/** A port of this machine that nobody holds: the one that is wanted, or else any. */
function freePort(wanted: number): number {
  for (const port of [wanted, 0]) {
    try {
      using listener = Deno.listen({ hostname: "127.0.0.1", port });
      return listener.addr.port;
    } catch (error) {
      if (port === 0) throw error;
    }
  }
  return wanted;
}
