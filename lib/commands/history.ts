import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { resultSchema } from "../result/result.ts";
import { historyTable } from "../report/history_table.ts";
import { listRuns } from "../store/list_runs.ts";
import { nameable } from "../cli/nameable.ts";
import { jsonOption } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { jsonLine } from "../report/json_lines.ts";
import { runsHere } from "../runner/runs_here.ts";

const parser = object({
  slug: optional(argument(nameable("SLUG"), { description: message`only runs of this repository` })),
  json: jsonOption,
});

const examples = ["e2e history", "e2e history shop --json"];

/** `e2e history`: lists earlier runs that were started on this machine, the newest first. */
export const history = defineCommand({ name: "e2e history", parser, examples }, (options, context) => {
  const { slug } = options;
  const rows = listRuns(runsHere(context))
    .map((run) => ({ ...run, result: resultSchema.safeParse(run.result).data }))
    .filter(({ header, result }) => slug === undefined || (result?.slug ?? header.slug) === slug);
  if (rows.length === 0) {
    context.stderr(`No run ${slug === undefined ? "" : `of "${slug}" `}was started on this machine\n`);
  }
  if (!options.json) context.stdout(historyTable(rows));
  else {
    for (const { runId, state, header, result } of rows) {
      context.stdout(jsonLine(result ?? { run_id: runId, state, ...header }));
    }
  }
});
