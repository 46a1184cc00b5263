import { UserError } from "../../errors.ts";
import type { Command, Context } from "../../cli/context.ts";

/** The subcommands of `e2e cron`, each loaded only when it is used. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  install: async () => (await import("./cron_install.ts")).cronInstall,
  remove: async () => (await import("./cron_remove.ts")).cronRemove,
  list: async () => (await import("./cron_list.ts")).cronList,
  run: async () => (await import("./cron_run.ts")).cronRun,
};

const HELP = `Usage: e2e cron install REPO [OPTION…]   schedule runs on the host, by default on Sunday night
       e2e cron remove REPO | --all       remove schedules
       e2e cron list                      list the schedules with their next and last runs
       e2e cron run REPO                  run a schedule's command now, with cron's environment

All accept --host HOST (default: RAILIANCE01_HOST) and --help.

Examples:
  e2e cron install activity-core --host railiance01
  e2e cron list
`;

/** `e2e cron`: scheduled runs on a host. */
export async function cron(args: readonly string[], context: Context): Promise<number> {
  const [name = "", ...rest] = args;
  if (context.suggest !== undefined && rest.length === 0) {
    context.suggest(Object.keys(COMMANDS));
    return 0;
  }
  if (name === "--help" || name === "-h") {
    context.stdout(HELP);
    return 0;
  }
  if (Object.hasOwn(COMMANDS, name)) return await (await COMMANDS[name]?.())?.(rest, context) ?? 0;
  const found = name === "" ? "nothing" : `"${name}"`;
  throw new UserError(`e2e cron: expected install, remove, list or run, found ${found}`, { hint: "e2e cron --help" });
}
