import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import type { Transport } from "../../host/transport.ts";
import { exitCodeAfter } from "../../result/stop_reason.ts";
import { EXIT_CODES } from "../../result/outcome.ts";
import { listSandboxes, pickSandbox } from "../../sandbox/list_sandboxes.ts";
import { removeSandbox } from "../../sandbox/remove_sandbox.ts";
import type { Context } from "../../cli/context.ts";
import { downQuestion, isYes } from "./down_question.ts";
import { nameable } from "../../cli/nameable.ts";
import { flag, hostOption } from "../../cli/options.ts";
import { parseArgs } from "../../cli/parse_args.ts";
import { withHost } from "../../cli/with_host.ts";
import { shortId } from "../../result/identity.ts";

const parser = object({
  id: optional(
    argument(nameable("ID"), { description: message`a short id, a run id, or the beginning of one` }),
  ),
  all: flag("--all", message`all sandboxes of the host; asks first on a terminal`),
  yes: flag("--yes", message`do not ask`),
  host: hostOption,
});

const EXAMPLES = ["e2e down 1a2b3c4d", "e2e down --all --yes --host ana@sandbox"];

/** `e2e down`: removes one sandbox, or all of a host, and lists what is left of them. */
export async function down(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e down", args, examples: EXAMPLES }, context);
  if (options === undefined) return 0;
  const { id, all } = options;
  if (all === (id !== undefined)) {
    throw new UserError(all ? "Both an id and --all were given: one of them was wanted" : "No sandbox was named", {
      hint: "e2e ps lists them; e2e down --all removes all",
    });
  }
  return await withHost(options.host, context, async (transport) => {
    const sandboxes = await listSandboxes(transport);
    const chosen = id === undefined ? sandboxes : [pickSandbox(sandboxes, id, transport.name)];
    if (chosen.length === 0) context.stderr(`There are no sandboxes on ${transport.name}\n`);
    if (all && !options.yes && chosen.length > 0 && context.ask !== undefined) {
      if (!isYes(await context.ask(downQuestion(chosen, transport.name)))) {
        context.stderr("No sandbox is removed\n");
        return context.signal.aborted ? exitCodeAfter("cancelled", context.signal) : 0;
      }
    }
    let code = 0;
    for (const { project, dir } of chosen) code = await remove(transport, { project, dir }, context) || code;
    return code;
  });
}

async function remove(
  transport: Transport,
  sandbox: { readonly project: string; readonly dir: string },
  context: Context,
): Promise<number> {
  const { verified, leftovers, message } = await removeSandbox(transport, sandbox);
  if (!verified) {
    context.stderr(
      `Cannot tell what is left of ${sandbox.project}: ${message}\nhint: e2e down ${shortId(sandbox.project)}\n`,
    );
    return EXIT_CODES.infra;
  }
  if (leftovers.length === 0) {
    context.stderr(`${sandbox.project} is removed\n`);
    return 0;
  }
  const list = leftovers.map(({ kind, name }) => `  ${kind} ${name}\n`).join("");
  context.stderr(
    `Of ${sandbox.project} this is left:\n${list}hint: e2e down ${shortId(sandbox.project)} tries again\n`,
  );
  return EXIT_CODES.leaked;
}
