import { UserError } from "../errors.ts";
import { Connection } from "../host/ssh/connection.ts";
import { destination } from "../host/ssh/destination.ts";
import { local } from "../host/local.ts";
import { ssh } from "../host/ssh/ssh.ts";
import type { Transport } from "../host/transport.ts";
import type { Context } from "./context.ts";

/** How long commands without a lease wait for a lost host. */
const PATIENCE_MS = 30_000;

/**
 * Opens a transport to the host of a command, passes it to `use`, and closes it. Throws a UserError when no host is given,
 * or (`infra`) when the host cannot be reached. A signal ends `use` at once while the connection is opened, and with
 * `readsOnly` also later; then the reason of the signal is thrown.
 */
export async function withHost<T>(
  host: string | undefined,
  context: Context,
  use: (transport: Transport) => Promise<T>,
  options: { readonly patienceMs?: number; readonly readsOnly?: boolean } = {},
): Promise<T> {
  const name = hostName(host, context), { signal, native, preconnection } = context;
  const { patienceMs = PATIENCE_MS, readsOnly = false } = options;
  const connection = name === "local" ? undefined : preconnection?.take(name) ?? new Connection(destination(name));
  const transport = connection === undefined ? local(native?.host) : ssh(name, { patienceMs, connection, signal });
  const isCut = () => signal.aborted && (readsOnly || connection?.wasOpen === false);
  try {
    const value = await use(readsOnly ? boundTo(signal, transport) : transport);
    if (readsOnly) signal.throwIfAborted();
    return value;
  } catch (error) {
    throw isCut() ? signal.reason : error;
  } finally {
    await transport.close();
  }
}

/** Makes a signal cancel all commands of a transport. */
function boundTo(signal: AbortSignal, transport: Transport): Transport {
  return { ...transport, run: (argv, options) => transport.run(argv, { signal, ...options }) };
}

/** Returns the host from the command line, or else from the environment. Throws a UserError when there is none, or ssh does not accept it. */
export function hostName(host: string | undefined, { env }: Pick<Context, "env">): string {
  const name = host ?? env("RAILIANCE01_HOST");
  if (name === "local") return name;
  if (name !== undefined && name !== "") {
    destination(name);
    return name;
  }
  throw new UserError("No host given: use --host HOST, or set RAILIANCE01_HOST", {
    hint: "--host local runs on this machine",
  });
}
