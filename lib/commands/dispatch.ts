import { findRepository } from "../repository/find_repository.ts";
import { COMMAND_NAMES, type CommandName } from "../cli/command_names.ts";
import type { Command, Context } from "../cli/context.ts";
import { preconnect } from "../cli/preconnect.ts";
import { repositoryPlaces } from "../cli/repository_places.ts";

/** The subcommands, each loaded only when it is used. */
const COMMANDS = {
  run: {
    summary: "run a repository's end-to-end tests in a sandbox",
    load: async () => (await import("./run.ts")).run,
  },
  init: { summary: "set up e2e/ in a repository", load: async () => (await import("./init.ts")).init },
  retest: {
    summary: "run the tests again in a kept sandbox",
    load: async () => (await import("./retest.ts")).retest,
  },
  check: { summary: "check a contract and its compose file", load: async () => (await import("./check.ts")).check },
  doctor: {
    summary: "say whether a run would fail, and what mends it",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  ps: { summary: "list the sandboxes of a host", load: async () => (await import("./sandbox/ps.ts")).ps },
  logs: {
    summary: "show a sandbox's or an earlier run's logs",
    load: async () => (await import("./sandbox/logs.ts")).logs,
  },
  shell: { summary: "open a shell in a sandbox", load: async () => (await import("./sandbox/shell.ts")).shell },
  exec: {
    summary: "run a command in a service's container",
    load: async () => (await import("./sandbox/exec.ts")).exec,
  },
  open: { summary: "reach a sandbox's ports from here", load: async () => (await import("./sandbox/open.ts")).open },
  down: { summary: "remove sandboxes", load: async () => (await import("./sandbox/down.ts")).down },
  gc: { summary: "remove what is no longer wanted", load: async () => (await import("./sandbox/gc.ts")).gc },
  history: { summary: "list earlier runs", load: async () => (await import("./history.ts")).history },
  flush: {
    summary: "deliver what the state-hub has not taken",
    load: async () => (await import("./flush.ts")).flush,
  },
  cron: { summary: "schedule runs on a host", load: async () => (await import("./cron/cron.ts")).cron },
  show: { summary: "tell an earlier run again", load: async () => (await import("./show.ts")).show },
  hub: { summary: "serve a state-hub of one's own", load: async () => (await import("./hub.ts")).hub },
  completions: {
    summary: "print the completions of a shell",
    load: async () => (await import("./completions/completions.ts")).completions,
  },
} as const satisfies Record<CommandName, { summary: string; load: () => Promise<Command> }>;

/** Finds the subcommand and runs it; `e2e <repo>` is `e2e run <repo>`. Gives the exit code. */
export async function dispatch(args: readonly string[], context: Context): Promise<number> {
  const [first, ...rest] = args;
  if (first === "--version") return said(context, `${context.version}\n`);
  if (first === "help" && Object.hasOwn(COMMANDS, rest[0] ?? "")) {
    return await start(rest[0] as CommandName, ["--help"], context);
  }
  if (first === "--help" || first === "-h" || first === "help") return said(context, helpText());
  if (first === "completions" && rest[0] === "--words") return said(context, await completed(rest.slice(1), context));
  if (first === undefined) {
    context.stderr(helpText());
    return 2;
  }
  if (!Object.hasOwn(COMMANDS, first) && !first.startsWith("-") && ["--help", "-h"].includes(rest[0] ?? "")) {
    return said(context, helpText());
  }
  const isCommand = Object.hasOwn(COMMANDS, first);
  if (isCommand) return await start(first as CommandName, rest, context);
  if (!first.startsWith("-")) await findRepository(first, { ...repositoryPlaces(context), commands: COMMAND_NAMES });
  return await start("run", args, context);
}

async function start(name: CommandName, args: readonly string[], context: Context): Promise<number> {
  const early = await preconnect(name, args, context);
  try {
    return await (await COMMANDS[name].load())(args, { ...context, early });
  } finally {
    await early.close();
  }
}

/** The words that may stand in place of the last one, one a line: what the scripts of `e2e completions` ask for. */
async function completed(words: readonly string[], context: Context): Promise<string> {
  const { complete } = await import("./completions/complete.ts");
  const suggest = async (name: CommandName, args: readonly string[]) => {
    const found: string[] = [];
    await (await COMMANDS[name].load())(args, { ...context, suggest: (words) => void found.push(...words) });
    return found;
  };
  return (await complete(words, suggest, context)).map((word) => `${word}\n`).join("");
}

function said(context: Context, text: string): number {
  context.stdout(text);
  return 0;
}

function helpText(): string {
  const commands = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(13)}${summary}\n`).join("");
  return `Usage: e2e <repo> [--host HOST]\n       e2e COMMAND …\n\n${commands}\ne2e COMMAND --help tells more; e2e --version tells the version.\n\nExamples:\n  e2e examples/hello --host local\n  e2e shop --host ana@sandbox\n`;
}
