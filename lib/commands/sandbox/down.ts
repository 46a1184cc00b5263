import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import type { Transport } from "../../host/transport.ts";
import { exitCodeAfter } from "../../result/stop_reason.ts";
import { EXIT_CODES } from "../../result/outcome.ts";
import { type ListedSandbox, listSandboxes, pickSandbox } from "../../sandbox/list_sandboxes.ts";
import { removeSandbox } from "../../sandbox/remove_sandbox.ts";
import type { Context } from "../../cli/context.ts";
import { downQuestion, isYes } from "./down_question.ts";
import { nameable } from "../../cli/nameable.ts";
import { flag, hostOption } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { withHost } from "../../cli/with_host.ts";
import { shortId } from "../../result/identity.ts";

const parser = object({
  id: optional(
    argument(nameable("ID"), { description: message`a short id, a run id, or the beginning of either` }),
  ),
  all: flag("--all", message`remove all sandboxes of the host; asks first on a terminal`),
  yes: flag("--yes", message`do not ask`),
  host: hostOption,
});

const examples = ["e2e down 1a2b3c4d", "e2e down --all --yes --host ana@sandbox"];

/** `e2e down`: removes one sandbox, or all of a host, and lists what could not be removed. */
export const down = defineCommand({ name: "e2e down", parser, examples }, async (options, context) => {
  const { id, all, host } = options, on = host === undefined ? "" : ` --host ${host}`;
  if (all === (id !== undefined)) {
    throw new UserError(all ? "Both an id and --all given: expected one of them" : "No sandbox given", {
      hint: `e2e ps${on} lists them; e2e down --all${on} removes all`,
    });
  }
  return await withHost(options.host, context, async (transport) => {
    const sandboxes = await listSandboxes(transport);
    const chosen = id === undefined ? sandboxes : [pickSandbox(sandboxes, id, transport.name)];
    if (chosen.length === 0) context.stderr(`No sandboxes on ${transport.name}\n`);
    if (all && !options.yes && !await isConfirmed(chosen, transport.name, context)) {
      context.stderr("No sandbox was removed\n");
      return context.signal.aborted ? exitCodeAfter("cancelled", context.signal) : 0;
    }
    let code = 0;
    for (const { project, dir } of chosen) code = await remove(transport, { project, dir }, context) || code;
    return code;
  });
});

/** Asks before sandboxes are removed, where there is a terminal. */
async function isConfirmed(sandboxes: readonly ListedSandbox[], host: string, { ask }: Context): Promise<boolean> {
  if (sandboxes.length === 0 || ask === undefined) return true;
  return isYes(await ask(downQuestion(sandboxes, host)));
}

/** Removes a sandbox, prints the outcome, and returns the exit code. */
async function remove(
  transport: Transport,
  sandbox: { readonly project: string; readonly dir: string },
  context: Context,
): Promise<number> {
  const { verified, leftovers, message } = await removeSandbox(transport, sandbox);
  if (!verified) {
    context.stderr(
      `Cannot verify the removal of ${sandbox.project}: ${message}\nhint: e2e down ${
        shortId(sandbox.project)
      } --host ${transport.name}\n`,
    );
    return EXIT_CODES.infra;
  }
  if (leftovers.length === 0) {
    context.stderr(`${sandbox.project} is removed\n`);
    return 0;
  }
  const list = leftovers.map(({ kind, name }) => `  ${kind} ${name}\n`).join("");
  const hint = `hint: e2e down ${shortId(sandbox.project)} --host ${transport.name} tries again\n`;
  context.stderr(`Cannot remove everything of ${sandbox.project}:\n${list}${hint}`);
  return EXIT_CODES.leaked;
}
