import type { Connection } from "../host/ssh/connection.ts";
import { behindDashes } from "./behind_dashes.ts";
import type { CommandName } from "./command_names.ts";
import type { Context, Early } from "./context.ts";

/** The commands that always talk to a host. */
const HOSTED: readonly CommandName[] = [
  "run",
  "retest",
  "doctor",
  "ps",
  "shell",
  "exec",
  "open",
  "down",
  "gc",
  "cron",
];

/**
 * Begins to connect to the host that a command line, or the environment, names: loading a command takes about as long as
 * connecting. What is wrong with the name is the command's own to tell.
 */
export async function preconnect(name: CommandName, args: readonly string[], context: Context): Promise<Early> {
  const host = namedHost(args) ?? context.env("RAILIANCE01_HOST") ?? "local";
  let connection = HOSTED.includes(name) && host !== "local" ? await open(host) : undefined;
  return {
    take: (wanted) => {
      const taken = wanted === host ? connection : undefined;
      if (taken !== undefined) connection = undefined;
      return taken;
    },
    close: () => connection?.close() ?? Promise.resolve(),
  };
}

function namedHost(args: readonly string[]): string | undefined {
  const { own } = behindDashes(args);
  const at = own.indexOf("--host");
  return at >= 0 ? own[at + 1] : own.find((arg) => arg.startsWith("--host="))?.slice("--host=".length);
}

async function open(host: string): Promise<Connection | undefined> {
  const [{ destination }, { Connection }] = await Promise.all([
    import("../host/ssh/destination.ts"),
    import("../host/ssh/connection.ts"),
  ]);
  try {
    return new Connection(destination(host));
  } catch {
    return undefined;
  }
}
