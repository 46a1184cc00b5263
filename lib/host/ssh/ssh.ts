import { type Argv, exec, type ExecOptions, type ExecResult, interactive } from "../exec.ts";
import { rsyncArgv } from "../rsync_argv.ts";
import type { CopyOptions, Transport, Tunnel } from "../transport.ts";
import { Connection } from "./connection.ts";
import { destination } from "./destination.ts";
import { dropLoginNoise, withoutLoginNoise } from "./login_noise.ts";
import { checkArgv, commandArgv, forwardArgv, interactiveArgv, rsyncOptions } from "./ssh_argv.ts";
import { lostHost, SESSION_REFUSED } from "./ssh_trouble.ts";

/**
 * A host that is reached by OpenSSH. The connection, or the one that is given, is opened at once, in the background, and
 * carries everything. When it is lost it is opened again, with growing pauses, until `patienceMs` have passed; commands that
 * were running are then started again, except those with `once`. A result of kind `lost` has ssh's messages in `stderr`, for
 * `sshTrouble()`. `signal` cancels all commands while the connection is opened for the first time; later it does not, because
 * a cancelled run cleans up. Throws a UserError for text that is no destination.
 */
export function ssh(
  host: string,
  options: {
    readonly patienceMs: number;
    readonly connection?: Connection | undefined;
    readonly signal?: AbortSignal;
  },
): Transport {
  const { connection = new Connection(destination(host)) } = options;
  const ready: Ready = (signal) => {
    const all = [signal, connection.wasOpen ? undefined : options.signal].filter((each) => each !== undefined);
    return connection.ready(options.patienceMs, AbortSignal.any(all));
  };
  const over: Over = (argv, more) => runOver(connection.socket, ready, argv, more);
  return {
    name: host,
    run: (argv, more = {}) => over((socket) => commandArgv(socket, argv), more),
    interactive: async (argv, { tty, signal }) => {
      const lost = await ready(signal);
      if (lost?.kind === "lost") throw lostHost(host, lost.stderr);
      return await interactive(interactiveArgv(connection.socket, argv, { tty }), { signal });
    },
    push: (from, to, more = {}) => copy(over, from, `e2e:${to}`, { ...more, links: true }),
    pull: (from, to, more = {}) => copy(over, `e2e:${from}`, to, { ...more, links: false }),
    tunnel: async (to, near) => {
      const lost = await ready();
      return lost === undefined ? await openTunnel(connection.socket, to, near) : { kind: "not-open", result: lost };
    },
    close: () => connection.close(),
  };
}

/** Waits until the connection is open; otherwise returns the result for its commands. */
type Ready = (signal?: AbortSignal) => Promise<ExecResult | undefined>;

/** Runs a command over the connection; `argv` is built for its control socket. */
type Over = (argv: (socket: string) => Argv, options: ExecOptions) => Promise<ExecResult>;

/** Runs a command, again after a lost connection unless it is `once`, until the host cannot be reached any more. */
async function runOver(
  socket: string,
  ready: Ready,
  argv: (socket: string) => Argv,
  options: ExecOptions,
): Promise<ExecResult> {
  for (;;) {
    const lost = await ready(options.signal);
    if (lost !== undefined) return lost;
    const result = ownOutput(await exec(argv(socket), ownChunks(options)));
    if (result.kind !== "exited" || result.code === 0) return result;
    // rsync reports ssh's failure with a code of its own
    if ([255, 12].includes(result.code) && SESSION_REFUSED.test(result.stderr)) return { ...result, kind: "lost" };
    if (await isOpen(socket)) return result;
    if (options.once) return { ...result, kind: "lost" };
  }
}

function copy(
  over: Over,
  from: string,
  to: string,
  options: CopyOptions & { readonly links: boolean },
): Promise<ExecResult> {
  const argv = (socket: string) => rsyncArgv(from, to, { ...options, over: rsyncOptions(socket) });
  return over(argv, { ...options, stdin: options.files });
}

async function openTunnel(socket: string, to: string, near: number): Promise<Tunnel> {
  const at = `127.0.0.1:${freePort(near)}`;
  const result = await exec(forwardArgv(socket, at, to), { timeoutMs: 10_000 });
  return result.code === 0 ? { kind: "open", at } : { kind: "not-open", result };
}

const ownOutput = (result: ExecResult): ExecResult => ({
  ...result,
  stdout: withoutLoginNoise(result.stdout),
  stderr: withoutLoginNoise(result.stderr),
});

const ownChunks = ({ onStdout, onStderr, ...more }: ExecOptions): ExecOptions => ({
  ...more,
  onStdout: onStdout && dropLoginNoise(onStdout),
  onStderr: onStderr && dropLoginNoise(onStderr),
});

async function isOpen(socket: string): Promise<boolean> {
  return (await exec(checkArgv(socket), { timeoutMs: 10_000 })).code === 0;
}

/** Returns a free port of this machine: `preferred` if that is free. */
function freePort(preferred: number): number {
  for (const port of [preferred, 0]) {
    try {
      using listener = Deno.listen({ hostname: "127.0.0.1", port });
      return listener.addr.port;
    } catch (error) {
      if (port === 0) throw error;
    }
  }
  return preferred;
}
