import type { CommandContext, CommandHandler } from "@david/dax";

/** How long a cancelled process group may take to end before it gets KILL, and after KILL before it is given up. */
const GRACE_MS = 5_000;
/** How long to wait for output that a leftover child process holds open. */
const DRAIN_MS = 200;

/**
 * Returns a dax command that runs `name` from PATH and reports its end correctly, which dax's own spawning does not: death by
 * signal n is exit code 128 + n, and a missing program 127. Cancelling signals the whole process group, first with TERM and
 * later with KILL. A process that even KILL does not end, such as one that waits for a dead disk, is given up. Output
 * that leftover children hold open does not delay the end. A child that does not use the terminal gets a session of its
 * own, so that Ctrl-C reaches only the tool.
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
    if (context.signal.aborted) stop.cancel("SIGTERM"); // dax does not tell a listener that comes later
    try {
      const input = typeof context.stdin === "string" ? undefined : feed(context.stdin, child.stdin);
      const cut = new AbortController();
      const output = Promise.all([
        drain(() => child.stdout, context.stdout, cut.signal),
        drain(() => child.stderr, context.stderr, cut.signal),
      ]);
      const { code } = await Promise.race([child.status, stop.givenUp]);
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

/** A child that reads the terminal stays in the tool's process group. */
const isDetached = (context: CommandContext) => context.stdin !== "inherit";

/**
 * Signals a process, or a group (a negative number): first with the given signal, and with KILL after the grace period.
 * `givenUp` resolves another grace period later.
 */
function canceller(pid: number) {
  const givenUp = Promise.withResolvers<{ readonly code: number }>(), timers: ReturnType<typeof setTimeout>[] = [];
  const send = (signal: string) => {
    try {
      Deno.kill(pid, signal as Deno.Signal); // dax only sends signals of this system
    } catch { /* the group has ended */ }
  };
  const cancel = (signal: string) => {
    send(signal);
    if (timers.length > 0) return;
    timers.push(setTimeout(() => send("SIGKILL"), GRACE_MS));
    timers.push(setTimeout(() => givenUp.resolve({ code: 137 }), 2 * GRACE_MS));
  };
  return { cancel, givenUp: givenUp.promise, clear: () => timers.forEach(clearTimeout) };
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

/** Copies input to the child. A child that stops reading is no error: its exit code decides. */
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
