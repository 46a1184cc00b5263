import { UserError } from "../errors.ts";
import { destination } from "../host/ssh/destination.ts";
import { local } from "../host/local.ts";
import { ssh } from "../host/ssh/ssh.ts";
import type { Transport } from "../host/transport.ts";
import type { Context } from "./context.ts";

/** How long commands without a lease wait for a lost host. */
const PATIENCE_MS = 30_000;

/**
 * Opens a transport to the host of a command, passes it to `use`, and closes it. Throws a UserError when no host is given,
 * or (`infra`) when the host cannot be reached.
 */
export async function withHost<T>(
  host: string | undefined,
  context: Context,
  use: (transport: Transport) => Promise<T>,
  options: { readonly patienceMs?: number } = {},
): Promise<T> {
  const name = hostName(host, context);
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const transport = name === "local"
    ? local(context.native?.host)
    : ssh(name, { patienceMs, connection: context.preconnection?.take(name) });
  try {
    return await use(transport);
  } finally {
    await transport.close();
  }
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
