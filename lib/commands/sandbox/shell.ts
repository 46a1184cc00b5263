import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import type { Argv } from "../../host/exec.ts";
import { besideJob, type Sandbox } from "../../sandbox/sandbox.ts";
import { lookInto } from "./look_into.ts";
import { hostOption, sandboxArgument, serviceArgument } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { runningContainer } from "./running_container.ts";

const missing = { endOfInput: message`No sandbox given` };

const parser = object({
  id: sandboxArgument(missing),
  service: serviceArgument(message`a service of the stack (default: the environment of the tests)`),
  host: hostOption,
}, { errors: missing });

const examples = ["e2e shell 1a2b3c4d", "e2e shell shop postgres"];

/** `e2e shell`: opens a shell in the environment of the tests, or in a container of the stack. */
export const shell = defineCommand({ name: "e2e shell", parser, examples }, (options, context) => {
  const { tty } = context, { service } = options;
  return lookInto(options, context, (sandbox) => shellArgv(sandbox, { service, tty }));
});

async function shellArgv(
  sandbox: Sandbox,
  { service, tty }: { readonly service: string | undefined; readonly tty: boolean },
): Promise<Argv> {
  if (service === undefined) return besideJob(sandbox, "sh", "-c", `exec "\${SHELL:-/bin/sh}"${tty ? " -i" : ""}`);
  const best = "command -v bash >/dev/null && exec bash; exec sh";
  const container = await runningContainer(sandbox, service);
  return besideJob(sandbox, "docker", "exec", tty ? "-it" : "-i", container, "sh", "-c", best);
}
