import { object } from "@optique/core/constructs";
import { listRuns } from "../../store/list_runs.ts";
import { resultSchema } from "../../result/result.ts";
import { listSandboxes } from "../../sandbox/list_sandboxes.ts";
import type { Context } from "../../cli/context.ts";
import { hostOption, jsonOption } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { runsHere } from "../../runner/runs_here.ts";
import { withHost } from "../../cli/with_host.ts";
import { jsonLine } from "../../report/json_lines.ts";
import { psTable } from "./ps_table.ts";

const parser = object({ host: hostOption, json: jsonOption });

const examples = ["e2e ps", "e2e ps --host ana@sandbox --json"];

/** `e2e ps`: lists the sandboxes of a host, with their age, owner, outcome and lease. */
export const ps = defineCommand({ name: "e2e ps", parser, examples }, async (options, context) => {
  const sandboxes = await withHost(options.host, context, listSandboxes, { readsOnly: true });
  if (options.json) sandboxes.forEach((sandbox) => context.stdout(jsonLine(sandbox)));
  else context.stdout(psTable(sandboxes, { outcomes: outcomes(context), nowMs: context.now() }));
});

/** Returns the outcomes of the runs that were started on this machine, by project. A kept sandbox has one. */
function outcomes(context: Context): ReadonlyMap<string, string> {
  const ended = listRuns(runsHere(context)).flatMap(({ result }) => resultSchema.safeParse(result).data ?? []);
  return new Map(ended.map(({ project, outcome }) => [project, outcome]));
}
