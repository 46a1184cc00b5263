import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { argument } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import { besideJob } from "../../sandbox/sandbox.ts";
import { splitAtDashes } from "../../cli/split_at_dashes.ts";
import type { Context } from "../../cli/context.ts";
import { lookInto } from "./look_into.ts";
import { nameable } from "../../cli/nameable.ts";
import { hostOption, sandboxArgument } from "../../cli/options.ts";
import { parseArgs } from "../../cli/parse_args.ts";
import { runningContainer } from "./running_container.ts";

const missing = { endOfInput: message`Expected a sandbox and a service` };
const parser = object({
  id: sandboxArgument(missing),
  service: argument(nameable("SERVICE"), { description: message`a service of the stack`, errors: missing }),
  host: hostOption,
}, { errors: missing });

const EXAMPLES = ["e2e exec 1a2b3c4d postgres -- psql -U postgres", "e2e exec shop web -- env"];
const AFTER_DASHES = "COMMAND                  the command to run in the container";

/** `e2e exec`: runs the command after `--` in a container of the stack, with the user's input and output. Returns its exit code. */
export async function exec(args: readonly string[], context: Context): Promise<number> {
  const { own, after } = splitAtDashes(args);
  const options = parseArgs(
    parser,
    { name: "e2e exec", args: own, examples: EXAMPLES, afterDashes: AFTER_DASHES },
    context,
  );
  if (options === undefined) return 0;
  if (after.length === 0) throw new UserError('No command given after "--"', { hint: "e2e exec --help" });
  const tty = context.tty ? "-it" : "-i";
  return await lookInto(options, context, async (sandbox) => {
    const container = await runningContainer(sandbox, options.service);
    return besideJob(sandbox, "docker", "exec", tty, container, ...after);
  });
}
