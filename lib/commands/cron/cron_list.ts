import { object } from "@optique/core/constructs";
import { resultSchema } from "../../result/result.ts";
import { table } from "../../report/table.ts";
import { dateIn } from "../../result/words.ts";
import { entryOf } from "../../schedule/cron_entry.ts";
import { type CronHost, readCronHost } from "../../schedule/cron_host.ts";
import { crontabBlocks } from "../../schedule/crontab.ts";
import { nextAt } from "../../contract/next_time.ts";
import { scheduleWords } from "../../schedule/schedule_words.ts";
import { noCron } from "./cron_install.ts";
import { hostOption, jsonOption } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { jsonLine } from "../../report/json_lines.ts";
import { withHost } from "../../cli/with_host.ts";

const examples = ["e2e cron list --host railiance01"];

const parser = object({ host: hostOption, json: jsonOption });

/** A schedule, as `--json` prints it. */
type Row = ReturnType<typeof rowsOf>[number];

/** `e2e cron list`: lists the schedules of a host with their next and last runs. */
export const cronList = defineCommand({ name: "e2e cron list", parser, examples }, async (options, context) => {
  return await withHost(options.host, context, async (transport) => {
    const host = await readCronHost(transport), rows = rowsOf(host, context.now());
    if (options.json) { for (const row of rows) context.stdout(jsonLine(row)); }
    else if (rows.length > 0) context.stdout(listTable(rows));
    else context.stderr(noSchedules(transport.name));
    if (!host.cronRuns) context.stderr(noCron(transport.name));
    return 0;
  }, { readsOnly: true });
});

/** Returns the message for a host without schedules. */
const noSchedules = (host: string) => `No scheduled runs on ${host}\nhint: e2e cron install <repo> --host ${host}\n`;

/** Returns the schedules of a host. Dates are ISO 8601 in UTC. */
function rowsOf({ crontab = "", zone, home, last, cronRuns }: CronHost, nowMs: number) {
  return crontabBlocks(crontab).map(({ slug, lines }) => {
    const cron = entryOf(lines)?.cron ?? "";
    const result = resultSchema.safeParse(last.get(slug)).data;
    return {
      slug,
      cron,
      words: scheduleWords(cron),
      zone,
      next_at: nextAt(cron, { zone, afterMs: nowMs }),
      /** The last run; null before the first. */
      last: result === undefined
        ? null
        : { run_id: result.run_id, started_at: result.started_at, outcome: result.outcome },
      log: `${home}/.e2e/log/${slug}.log`,
      cron_runs: cronRuns,
    };
  });
}

function listTable(rows: readonly Row[]): string {
  return table([
    ["slug", "schedule", "next run", "last run", "log"],
    ...rows.map(({ slug, words, zone, next_at, last, log }) => [
      slug,
      `${words} (${zone})`,
      next_at === null ? "never" : dateIn(zone, Date.parse(next_at)),
      last === null ? "-" : `${last.outcome} ${dateIn(zone, Date.parse(last.started_at))}`,
      log,
    ]),
  ]);
}
