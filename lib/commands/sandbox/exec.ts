import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { argument } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import { besideJob } from "../../sandbox/sandbox.ts";
import { lookInto } from "./look_into.ts";
import { nameable } from "../../cli/nameable.ts";
import { hostOption, sandboxArgument } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { runningContainer } from "./running_container.ts";

const missing = { endOfInput: message`Expected a sandbox and a service` };
const parser = object({
  id: sandboxArgument(missing),
  service: argument(nameable("SERVICE"), { description: message`a service of the stack`, errors: missing }),
  host: hostOption,
}, { errors: missing });

const examples = ["e2e exec 1a2b3c4d postgres -- psql -U postgres", "e2e exec shop web -- env"];
const afterDashes = "COMMAND                  the command to run in the container";
const command = { name: "e2e exec", parser, examples, afterDashes };

/** `e2e exec`: runs the command after `--` in a container of the stack, with the user's input and output. Returns its exit code. */
export const exec = defineCommand(command, async (options, context, { after }) => {
  if (after.length === 0) throw new UserError('No command given after "--"', { hint: "e2e exec --help" });
  const tty = context.tty ? "-it" : "-i";
  return await lookInto(options, context, async (sandbox) => {
    const container = await runningContainer(sandbox, options.service);
    return besideJob(sandbox, "docker", "exec", tty, container, ...after);
  });
});
