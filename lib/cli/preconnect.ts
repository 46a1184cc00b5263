import { object } from "@optique/core/constructs";
import { multiple, optional } from "@optique/core/modifiers";
import { argument, option, passThrough } from "@optique/core/primitives";
import { parseSync } from "@optique/core/parser";
import { string } from "@optique/core/valueparser";
import { Connection } from "../host/ssh/connection.ts";
import { destination } from "../host/ssh/destination.ts";
import { UserError } from "../errors.ts";
import { splitAtDashes } from "./split_at_dashes.ts";
import type { Context, Preconnection } from "./context.ts";

/** Reads `--host` from the arguments of any command, and accepts everything else. */
const parser = object({
  host: optional(option("--host", string())),
  operands: multiple(argument(string())),
  options: passThrough({ format: "nextToken" }),
});

/**
 * Starts to connect to the host that the arguments of a command, or else the environment, name: the command loads meanwhile,
 * which takes about as long. Opens nothing for arguments or a host name that are wrong: the command reports those.
 */
export function preconnect(args: readonly string[], { env }: Pick<Context, "env">): Preconnection {
  const host = hostIn(args, env("RAILIANCE01_HOST"));
  let connection = host === undefined ? undefined : open(host);
  return {
    take: (name) => {
      const taken = name === host ? connection : undefined;
      if (taken !== undefined) connection = undefined;
      return taken;
    },
    close: () => connection?.close() ?? Promise.resolve(),
  };
}

/** Returns the host that needs a connection; undefined for this machine, for none, and for arguments that cannot be parsed. */
export function hostIn(args: readonly string[], fallback: string | undefined): string | undefined {
  const parsed = parseSync(parser, splitAtDashes(args).own);
  if (!parsed.success) return undefined;
  const host = parsed.value.host ?? fallback;
  return host === "local" ? undefined : host;
}

function open(host: string): Connection | undefined {
  try {
    return new Connection(destination(host));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}
