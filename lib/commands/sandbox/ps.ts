import { object } from "@optique/core/constructs";
import { listRuns } from "../../store/list_runs.ts";
import { type PsRow, psTable } from "../../report/ps_table.ts";
import { resultSchema } from "../../result/result.ts";
import { type ListedSandbox, listSandboxes } from "../../sandbox/list_sandboxes.ts";
import type { Context } from "../../cli/context.ts";
import { hostOption, jsonOption } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { runsHere } from "../../runner/runs_here.ts";
import { withHost } from "../../cli/with_host.ts";

const parser = object({ host: hostOption, json: jsonOption });

const examples = ["e2e ps", "e2e ps --host ana@sandbox --json"];

/** `e2e ps`: lists the sandboxes of a host, with their age, owner, outcome and lease. */
export const ps = defineCommand({ name: "e2e ps", parser, examples }, async (options, context) => {
  const sandboxes = await withHost(options.host, context, listSandboxes);
  if (options.json) sandboxes.forEach((sandbox) => context.stdout(`${JSON.stringify(sandbox)}\n`));
  else context.stdout(psTable(sandboxes.map((sandbox) => row(sandbox, outcomes(context))), context.now()));
});

/** Returns the outcomes of the runs that were started on this machine, by project. A kept sandbox has one. */
function outcomes(context: Context): ReadonlyMap<string, string> {
  const ended = listRuns(runsHere(context)).flatMap(({ result }) => resultSchema.safeParse(result).data ?? []);
  return new Map(ended.map(({ project, outcome }) => [project, outcome]));
}

function row(sandbox: ListedSandbox, known: ReadonlyMap<string, string>): PsRow {
  const { project, run, lease_s, lease_age_s, keep_until, watched } = sandbox;
  return {
    project,
    slug: run?.slug,
    owner: run?.owner,
    outcome: known.get(project),
    startedMs: run === null ? undefined : Date.parse(run.started_at),
    leaseLeftMs: lease_s === null || lease_age_s === null ? undefined : (lease_s - lease_age_s) * 1000,
    keptUntilMs: keep_until === null ? undefined : keep_until * 1000,
    watched,
  };
}
