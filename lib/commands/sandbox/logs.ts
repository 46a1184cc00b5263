import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { option } from "@optique/core/primitives";
import { findRun } from "../../store/find_run.ts";
import { findLatest, listSandboxes } from "../../sandbox/list_sandboxes.ts";
import type { Context } from "../../cli/context.ts";
import { hostOption, runArgument, serviceArgument } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { runsHere } from "../../runner/runs_here.ts";
import { withHost } from "../../cli/with_host.ts";
import { nothingWritten, showLiveLogs } from "./live_logs.ts";
import { storedLogs } from "./stored_logs.ts";

const missing = { endOfInput: message`No sandbox or run given` };

const parser = object({
  id: runArgument(missing),
  service: serviceArgument(message`only this service`),
  follow: map(
    optional(option("-f", "--follow", { description: message`follow the logs until the sandbox is removed` })),
    (follow) => follow ?? false,
  ),
  host: hostOption,
}, { errors: missing });

const examples = ["e2e logs 1a2b3c4d web", "e2e logs shop -f"];

/** `e2e logs`: shows the logs of a sandbox's services, or the stored ones of an earlier run. */
export const logs = defineCommand({ name: "e2e logs", parser, examples }, async (options, context) => {
  const isHostGiven = options.host !== undefined || Boolean(context.env("RAILIANCE01_HOST"));
  if (isHostGiven && await showSandbox(options, context)) return;
  const text = await storedLogs(findRun(runsHere(context), options.id).path, options.service);
  if (text === "") context.stderr(nothingWritten(options.service));
  context.stdout(text);
});

type Options = InferValue<typeof parser>;

/** Shows the logs of the sandbox that `id` names. Returns false when there is no such sandbox, or more than one. */
async function showSandbox({ id, service, follow, host }: Options, context: Context): Promise<boolean> {
  return await withHost(host, context, async (transport) => {
    const [sandbox, ...others] = findLatest(await listSandboxes(transport), id);
    if (sandbox === undefined || others.length > 0) return false;
    const { project, dir } = sandbox;
    await showLiveLogs({ transport, project, dir }, { service, follow }, context);
    return true;
  });
}
