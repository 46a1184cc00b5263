import type { CommandContext, CommandHandler } from "@david/dax";

/** How long a cancelled process group may take to end before it is killed. */
const GRACE_MS = 5_000;
/** How long output that a leftover child holds open is waited for. */
const DRAIN_MS = 200;

/**
 * Runs `name`, looked up on PATH, under dax with true endings, which dax's own spawning does not give: death by signal n is
 * exit code 128 + n, a program that is not there is 127; cancelling reaches the whole process group, TERM first and KILL
 * later; output held open by leftover children is not waited for. A child that does not talk to the terminal has a session of
 * its own, so that a Ctrl-C there reaches only the tool.
 */
export function program(name: string): CommandHandler {
  return async (context: CommandContext) => {
    const child = spawn(name, context);
    if (child === undefined) {
      await context.stderr.writeLine(`${name}: command not found`);
      return { code: 127 };
    }
    const stop = canceller(isDetached(context) ? -child.pid : child.pid);
    context.signal.addListener(stop.cancel);
    try {
      const input = typeof context.stdin === "string" ? undefined : feed(context.stdin, child.stdin);
      const cut = new AbortController();
      const output = Promise.all([
        drain(() => child.stdout, context.stdout, cut.signal),
        drain(() => child.stderr, context.stderr, cut.signal),
      ]);
      const { code } = await child.status;
      const late = setTimeout(() => cut.abort(), DRAIN_MS);
      await output;
      clearTimeout(late);
      await input?.stop();
      return { code };
    } finally {
      stop.clear();
      context.signal.removeListener(stop.cancel);
    }
  };
}

function spawn(name: string, context: CommandContext): Deno.ChildProcess | undefined {
  try {
    return new Deno.Command(name, {
      args: context.args,
      cwd: context.cwd,
      env: context.env,
      clearEnv: true,
      detached: isDetached(context),
      stdin: typeof context.stdin === "string" ? context.stdin : "piped",
      stdout: stdio(context.stdout.kind),
      stderr: stdio(context.stderr.kind),
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function stdio(kind: CommandContext["stdout"]["kind"]): "inherit" | "piped" {
  return kind === "inherit" ? "inherit" : "piped";
}

/** What reads the terminal stays in the tool's own group. */
const isDetached = (context: CommandContext) => context.stdin !== "inherit";

/** TERM to a process, or to a group (a negative number), and KILL to what is still there after the grace period. */
function canceller(pid: number) {
  let killer: ReturnType<typeof setTimeout> | undefined;
  const send = (signal: string) => {
    try {
      Deno.kill(pid, signal as Deno.Signal);
    } catch { /* the group has ended */ }
  };
  const cancel = (signal: string) => {
    send(signal);
    killer ??= setTimeout(() => send("SIGKILL"), GRACE_MS);
  };
  return { cancel, clear: () => clearTimeout(killer) };
}

async function drain(
  from: () => ReadableStream<Uint8Array>,
  to: CommandContext["stdout"],
  cut: AbortSignal,
): Promise<void> {
  if (to.kind === "inherit") return;
  const reader = from().getReader();
  const stop = () => void reader.cancel();
  cut.addEventListener("abort", stop);
  for (let part = await reader.read(); !part.done; part = await reader.read()) await to.writeAll(part.value);
  cut.removeEventListener("abort", stop);
}

/** Writes what is read into the child. A child that stops reading is no error: its exit code decides. */
function feed(from: Exclude<CommandContext["stdin"], string>, to: WritableStream<Uint8Array>) {
  const writer = to.getWriter();
  const buffer = new Uint8Array(64 * 1024);
  const pump = async () => {
    for (let n = await from.read(buffer); n !== null; n = await from.read(buffer)) {
      await writer.write(buffer.slice(0, n));
    }
    await writer.close();
  };
  void pump().catch(() => {});
  return { stop: () => writer.abort().catch(() => {}) };
}
