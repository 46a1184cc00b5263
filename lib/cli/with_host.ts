import { UserError } from "../errors.ts";
import { destination } from "../host/ssh/destination.ts";
import { local } from "../host/local.ts";
import { ssh } from "../host/ssh/ssh.ts";
import type { Transport } from "../host/transport.ts";
import type { Context } from "./context.ts";

/** How long a lost host is waited for by commands that hold no lease. */
const PATIENCE_MS = 30_000;

/**
 * Opens the host that a command is about, uses it, and closes the connection. Throws a UserError when none was named, or
 * (`infra`) when it cannot be reached.
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
    : ssh(name, { patienceMs, connection: context.early?.take(name) });
  try {
    return await use(transport);
  } finally {
    await transport.close();
  }
}

/** The host that was named on the command line or in the environment. Throws a UserError when there is none, or ssh would not take it for one. */
export function hostName(host: string | undefined, context: Context): string {
  const name = host ?? context.env("RAILIANCE01_HOST");
  if (name === "local") return name;
  if (name !== undefined && name !== "") {
    destination(name);
    return name;
  }
  throw new UserError("No host was named: --host or RAILIANCE01_HOST was wanted", {
    hint: "--host local runs on this machine",
  });
}
