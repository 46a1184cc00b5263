import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { UserError } from "../errors.ts";
import type { Argv } from "../host/exec.ts";
import { listContainers } from "../sandbox/containers.ts";
import { listSandboxes, pickSandbox } from "../sandbox/list_sandboxes.ts";
import { inEnvironment, type Sandbox } from "../sandbox/sandbox.ts";
import type { Context } from "./context.ts";
import { hostOption } from "./options.ts";
import { parseArgs } from "./parse_args.ts";
import { withHost } from "./with_host.ts";

const missing = { endOfInput: message`No sandbox was named` };

const parser = object({
  id: argument(string({ metavar: "ID" }), {
    description: message`a short id, a run id, or the beginning of one`,
    errors: missing,
  }),
  service: optional(
    argument(string({ metavar: "SERVICE" }), {
      description: message`a service of the stack; without it the world of the tests`,
    }),
  ),
  host: hostOption,
}, { errors: missing });

/** `e2e shell`: a shell where the tests ran, or in a container of the stack. */
export async function shell(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e shell", args }, context);
  if (options === undefined) return 0;
  return await withHost(options.host, context, async (transport) => {
    const { project, dir } = pickSandbox(await listSandboxes(transport), options.id, transport.name);
    return await transport.interactive(await shellArgv({ transport, project, dir }, options.service));
  });
}

async function shellArgv(sandbox: Sandbox, service: string | undefined): Promise<Argv> {
  if (service === undefined) return inEnvironment(sandbox, "sh", "-c", 'exec "${SHELL:-/bin/sh}" -i');
  const best = "command -v bash >/dev/null && exec bash; exec sh";
  return ["docker", "exec", "-it", await runningContainer(sandbox, service), "sh", "-c", best];
}

async function runningContainer(sandbox: Sandbox, service: string): Promise<string> {
  const containers = await listContainers(sandbox) ?? [];
  const running = containers.filter(({ state }) => state === "running");
  const found = running.find((each) => each.service === service);
  if (found !== undefined) return found.id;
  const names = [...new Set(running.map((each) => each.service))].join(", ") || "none";
  throw new UserError(`No container of service "${service}" runs in ${sandbox.project}: running are ${names}`, {
    hint: `e2e logs ${sandbox.project.slice(-8)} ${service}`,
  });
}
