import { UserError } from "../errors.ts";
import { EXIT_CODES } from "../result/outcome.ts";
import { nativeVersion } from "./build_info.ts";
import type { Command, Context } from "../cli/context.ts";
import { endingOf } from "../cli/ending.ts";
import { logged } from "./native_log.ts";
import { nativeContext } from "./native_context.ts";

const HELP = `Usage: e2e-host DIR [OPTION…]      pull, then run the end-to-end tests on this machine
       e2e-host gc [--wait D]       remove expired sandboxes and old runs; after a reboot, wait for Docker
         [--build-cache SIZE]       and shrink the build cache of the Docker Engine
       e2e-host flush [--hub URL]   deliver undelivered results to the state-hub
       e2e-host doctor [--fix]      check the setup and suggest fixes
       e2e-host --version

Prints nothing on success and one line on failure; the logs are in ~/.e2e/log.
e2e-host DIR --help shows the options of a run.
`;

/** The commands of `e2e-host` besides the run itself. Each is loaded only when it is used. */
const COMMANDS: Readonly<Record<string, Command>> = {
  flush: async (args, context) => (await import("../commands/flush.ts")).flush(["--host", "local", ...args], context),
  gc: async (args, context) => {
    const [flag, limit = "0", ...rest] = args, isWaiting = flag === "--wait";
    if (isWaiting) await (await import("./wait_for_docker.ts")).waitForDocker(limit, context);
    const { gc } = await import("../commands/sandbox/gc.ts");
    return await gc(["--host", "local", ...isWaiting ? rest : args], context);
  },
};

/** `e2e-host`: runs on the machine that it is started on, from its crontab. Returns the exit code. */
export async function native(args: readonly string[], outer: Context): Promise<number> {
  const [first, ...rest] = args, context = nativeContext(outer);
  if (first === "--version") return print(context, `e2e-host ${nativeVersion(context.version)}\n`);
  if (first === "--help" || first === "-h") return print(context, HELP);
  if (first === undefined) {
    context.stderr(HELP);
    return EXIT_CODES.invalid;
  }
  if (first === "doctor") {
    return await (await import("../commands/doctor.ts")).doctor(["--host", "local", ...rest], context);
  }
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (command === undefined) return await (await import("./native_run.ts")).nativeRun(args, context);
  using log = logged({ name: first, what: args.join(" ") }, context);
  const { code, last } = await runCommand(command, { args: rest, context: log.context });
  if (code !== 0 && context.terminal === undefined) context.stderr(`e2e-host ${first}: ${last} (${log.path})\n`);
  return code;
}

/** Runs a command and returns its exit code and the first line of its last text, which may be a UserError. */
async function runCommand(
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

function print({ stdout }: Context, text: string): number {
  stdout(text);
  return 0;
}
