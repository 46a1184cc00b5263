import { dirname, join, resolve } from "node:path";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { integer, string } from "@optique/core/valueparser";
import { isLoopback } from "../hub/server/guard.ts";
import { serve } from "../hub/server/serve.ts";
import { readTokenFile } from "../hub/server/token_file.ts";
import { resultSchema } from "../result/result.ts";
import { defineCommand } from "../cli/define_command.ts";
import { runsHere } from "../runner/runs_here.ts";

const file = string({ metavar: "FILE" });

const parser = object({
  port: withDefault(
    option("--port", integer({ metavar: "PORT", min: 0, max: 65535 }), {
      description: message`the port to listen on (default: 8000); 0 chooses a free one`,
    }),
    8000,
  ),
  address: withDefault(
    option("--host", string({ metavar: "ADDRESS" }), {
      description: message`the address to listen on (default: 127.0.0.1, for this machine only)`,
    }),
    "127.0.0.1",
  ),
  db: optional(
    option("--db", file, { description: message`the database of events (default: hub.db beside the runs)` }),
  ),
  tokenFile: optional(option("--token-file", file, {
    description:
      message`a file whose first line is the token for all requests but /healthz; only this user may read it`,
  })),
});

const examples = ["e2e hub", "e2e hub --port 8080 --token-file ~/.e2e-token"];

/** `e2e hub`: runs a local state-hub until it is stopped. */
export const hub = defineCommand({ name: "e2e hub", parser, examples }, async (options, context) => {
  const { port, address, db, tokenFile } = options;
  const path = db === undefined ? join(dirname(runsHere(context)), "hub.db") : resolve(context.cwd, db);
  const token = tokenFile === undefined ? undefined : readTokenFile(resolve(context.cwd, tokenFile));
  if (token === undefined && !isLoopback(address)) {
    context.stderr("! Anyone who can reach this hub can read and change its data: use --token-file\n");
  }
  const { version, now, signal, stderr: log } = context;
  const onListen = (url: string) => log(`Hub on ${url}, events in ${path}\n`);
  const readResult = (detail: unknown) => resultSchema.safeParse(detail).data;
  await serve({ port, address, path, token, version, now, signal, log, onListen, readResult });
});
