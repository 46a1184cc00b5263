import { UserError } from "../errors.ts";
import { EXIT_CODES } from "../result/outcome.ts";
import { nativeVersion } from "./build_info.ts";
import type { Command, Context } from "../cli/context.ts";
import { endingOf } from "../cli/ending.ts";
import { logged } from "./native_log.ts";
import { nativeContext } from "./native_context.ts";

const HELP = `Usage: e2e-host DIR [OPTION…]      pull, then run its end-to-end tests on this machine
       e2e-host gc [--wait D]       remove what is no longer wanted; waits for Docker, after a reboot
         [--build-cache SIZE]       and shrink the build cache of the Docker Engine
       e2e-host flush [--hub URL]   deliver what the state-hub has not taken
       e2e-host doctor [--fix]      say whether a run would fail, and what mends it
       e2e-host --version

Prints nothing when all is well, and one line when it is not; everything is in ~/.e2e/log.
e2e-host DIR --help tells more.
`;

/** The commands of `e2e-host` beside the run itself, each loaded only when it is used. */
const COMMANDS: Readonly<Record<string, Command>> = {
  flush: async (args, context) => (await import("../commands/flush.ts")).flush(["--host", "local", ...args], context),
  gc: async (args, context) => {
    const [flag, wait = "0", ...rest] = args;
    const { gc } = await import("../commands/sandbox/gc.ts");
    if (flag !== "--wait") return await gc(["--host", "local", ...args], context);
    await (await import("./wait_for_docker.ts")).waitForDocker(wait, context);
    return await gc(["--host", "local", ...rest], context);
  },
};

/** `e2e-host`: a run on the machine that it is started on, for its crontab. Gives the exit code. */
export async function native(args: readonly string[], context: Context): Promise<number> {
  const [first, ...rest] = args, world = nativeContext(context);
  if (first === "--version") return said(context, `e2e-host ${nativeVersion(context.version)}\n`);
  if (first === "--help" || first === "-h") return said(context, HELP);
  if (first === undefined) {
    context.stderr(HELP);
    return EXIT_CODES.invalid;
  }
  if (first === "doctor") {
    return await (await import("../commands/doctor.ts")).doctor(["--host", "local", ...rest], world);
  }
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (command === undefined) return await (await import("./native_run.ts")).nativeRun(args, world);
  using log = logged({ name: first, what: args.join(" ") }, world);
  const { code, last } = await tried(command, { args: rest, context: log.context });
  if (code !== 0 && context.terminal === undefined) context.stderr(`e2e-host ${first}: ${last} (${log.path})\n`);
  return code;
}

/** Runs a command; gives its exit code and the first line of what it said last, a mistake of the user's included. */
async function tried(
  command: Command,
  { args, context }: { readonly args: readonly string[]; readonly context: Context },
): Promise<{ readonly code: number; readonly last: string }> {
  let last = "";
  const stderr = (text: string) => {
    last = text.split("\n", 1)[0] || last;
    context.stderr(text);
  };
  try {
    return { code: await command(args, { ...context, stderr }), last };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { text, code } = endingOf(error);
    stderr(text);
    return { code, last };
  }
}

function said(context: Context, text: string): number {
  context.stdout(text);
  return 0;
}
