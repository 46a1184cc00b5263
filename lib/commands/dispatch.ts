import { findRepository } from "../repository/find_repository.ts";
import { EXIT_CODES } from "../result/outcome.ts";
import type { Command, Context } from "../cli/context.ts";
import { repositoryPlaces } from "../cli/repository_places.ts";

/** A subcommand, which is loaded only when it is used. */
interface Subcommand {
  readonly name: string;
  /** Its line in the help. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
  /** Whether it always connects to a host. Then the connection is opened while the command loads. */
  readonly host: boolean;
}

const RUN = command("run", "run a repository's end-to-end tests", { host: true, from: () => import("./run.ts") });

/** The subcommands, in the order of the help. A new one is a file with a function of its name, and a line here. */
const COMMANDS: readonly Subcommand[] = [
  RUN,
  command("init", "set up e2e/ in a repository", { from: () => import("./init.ts") }),
  command("retest", "run the tests again in a kept sandbox", { host: true, from: () => import("./retest.ts") }),
  command("check", "check a contract and its compose file", { from: () => import("./check.ts") }),
  command("doctor", "check the setup and suggest fixes", { host: true, from: () => import("./doctor.ts") }),
  command("ps", "list the sandboxes of a host", { host: true, from: () => import("./sandbox/ps.ts") }),
  command("logs", "show the logs of a sandbox or an earlier run", { from: () => import("./sandbox/logs.ts") }),
  command("shell", "open a shell in a sandbox", { host: true, from: () => import("./sandbox/shell.ts") }),
  command("exec", "run a command in a service's container", { host: true, from: () => import("./sandbox/exec.ts") }),
  command("open", "reach a sandbox's ports from here", { host: true, from: () => import("./sandbox/open.ts") }),
  command("down", "remove sandboxes", { host: true, from: () => import("./sandbox/down.ts") }),
  command("gc", "remove expired sandboxes and old runs", { host: true, from: () => import("./sandbox/gc.ts") }),
  command("history", "list earlier runs", { from: () => import("./history.ts") }),
  command("show", "show an earlier run", { from: () => import("./show.ts") }),
  command("flush", "deliver undelivered results to the state-hub", { from: () => import("./flush.ts") }),
  command("cron", "schedule runs on a host", { host: true, from: () => import("./cron/cron.ts") }),
  command("hub", "start a local state-hub", { from: () => import("./hub.ts") }),
  command("completions", "print completions for a shell", { from: () => import("./completions/completions.ts") }),
];

/** Describes the subcommand that a module exports under the subcommand's name. */
function command<N extends string>(
  name: N,
  summary: string,
  { from, host = false }: { readonly from: () => Promise<Readonly<Record<N, Command>>>; readonly host?: boolean },
): Subcommand {
  return { name, summary, host, load: async () => (await from())[name] };
}

const NAMES = COMMANDS.map(({ name }) => name);

/** Runs the subcommand that the arguments begin with and returns its exit code. `e2e <repo>` is `e2e run <repo>`. */
export async function dispatch(args: readonly string[], context: Context): Promise<number> {
  const [first, ...rest] = args, subcommand = find(first);
  if (first === undefined) {
    context.stderr(helpText());
    return EXIT_CODES.invalid;
  }
  if (first === "completions" && rest[0] === "--words") return print(context, await completed(rest.slice(1), context));
  if (subcommand !== undefined) return await start(subcommand, rest, context);
  if (first === "--version") return print(context, `${context.version}\n`);
  const asked = first === "help" ? find(rest[0]) : undefined;
  if (asked !== undefined) return await start(asked, ["--help"], context);
  if (["--help", "-h", "help"].includes(first)) return print(context, helpText());
  if (first.startsWith("-")) return await start(RUN, args, context);
  if (["--help", "-h"].includes(rest[0] ?? "")) return print(context, helpText());
  await findRepository(first, { ...repositoryPlaces(context), commands: NAMES }); // throws with a suggestion for a misspelled command
  return await start(RUN, args, context);
}

const find = (name: string | undefined) => COMMANDS.find((each) => each.name === name);

async function start({ load, host }: Subcommand, args: readonly string[], context: Context): Promise<number> {
  if (!host) return await (await load())(args, context);
  const { preconnect } = await import("../cli/preconnect.ts");
  const preconnection = preconnect(args, context);
  try {
    return await (await load())(args, { ...context, preconnection });
  } finally {
    await preconnection.close();
  }
}

/** Returns the possible values of the last word, one a line, for the scripts of `e2e completions`. */
async function completed(words: readonly string[], context: Context): Promise<string> {
  const { complete } = await import("./completions/complete.ts");
  const suggest = async (name: string, args: readonly string[]) => {
    const found: string[] = [], { load } = find(name) ?? RUN;
    await (await load())(args, { ...context, suggest: (values) => void found.push(...values) });
    return found;
  };
  return (await complete(words, { names: NAMES, suggest }, context)).map((word) => `${word}\n`).join("");
}

function print({ stdout }: Context, text: string): number {
  stdout(text);
  return 0;
}

function helpText(): string {
  const commands = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(13)}${summary}\n`).join("");
  return `Usage: e2e <repo> [--host HOST]
       e2e COMMAND …

${commands}
e2e COMMAND --help shows the options of a command; e2e --version prints the version.

Examples:
  e2e examples/hello --host local
  e2e shop --host ana@sandbox
`;
}
