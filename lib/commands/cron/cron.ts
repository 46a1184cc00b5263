import { UserError } from "../../errors.ts";
import type { Command, Context } from "../../cli/context.ts";

/** The subcommands of `e2e cron`, each loaded only when it is used. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  install: async () => (await import("./cron_install.ts")).cronInstall,
  remove: async () => (await import("./cron_remove.ts")).cronRemove,
  list: async () => (await import("./cron_list.ts")).cronList,
  run: async () => (await import("./cron_run.ts")).cronRun,
};

const HELP = `Usage: e2e cron install REPO [OPTION…]   let the host run it by itself, by default on Sunday night
       e2e cron remove REPO | --all       take that back
       e2e cron list                      what the host runs by itself, when, and how it went
       e2e cron run REPO                  the entry's command, now, in an environment as cron's

Each takes --host HOST (default: RAILIANCE01_HOST), and --help tells more.

Examples:
  e2e cron install activity-core --host railiance01
  e2e cron list
`;

/** `e2e cron`: the runs that a host starts by itself. */
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
  throw new UserError(`e2e cron wants install, remove, list or run, found ${found}`, { hint: "e2e cron --help" });
}
