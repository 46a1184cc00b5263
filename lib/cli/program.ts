import { join } from "node:path";
import manifest from "../../deno.json" with { type: "json" };
import type { Command, Context } from "./context.ts";
import { CANCEL_SIGNALS, cancelledBy, type Ending, endingOf, leaving } from "./ending.ts";

/** `deno task` delivers each Ctrl-C twice, about 1 ms apart: what comes sooner than this is the same one. */
const SAME_SIGNAL_MS = 500;

/** Runs a command with the arguments that the program was started with, and ends the process: the one place that does. */
export async function runAsProgram(command: Command, args: readonly string[]): Promise<never> {
  const cancel = new AbortController();
  goPastProxies();
  const farewells = new Set<() => string>();
  listen(cancel, () => [...farewells].map((farewell) => farewell()).filter((text) => text !== "").join("\n"));
  const context: Context = {
    cwd: Deno.cwd(),
    env: (name) => Deno.env.get(name),
    stdout: writer(Deno.stdout),
    stderr: writer(Deno.stderr),
    terminal: terminalOf(),
    tty: Deno.stdin.isTerminal() && Deno.stdout.isTerminal(),
    ask: Deno.stdin.isTerminal() && Deno.stderr.isTerminal() ? (question) => ask(question, cancel.signal) : undefined,
    signal: cancel.signal,
    now: Date.now,
    toolkit: import.meta.url.startsWith("file:") ? join(import.meta.dirname ?? "", "../..") : undefined,
    version: manifest.version,
    onLeave: (farewell) => {
      farewells.add(farewell);
      return () => farewells.delete(farewell);
    },
  };
  try {
    Deno.exit(await command(args, context));
  } catch (error) {
    return end(endingOf(error));
  }
}

/** The first signal cancels; a second one leaves at once, and says what will clean up. */
function listen(cancel: AbortController, leave: () => string): void {
  let firstMs: number | undefined;
  for (const signal of CANCEL_SIGNALS) {
    Deno.addSignalListener(signal, () => {
      const nowMs = performance.now();
      if (firstMs === undefined) cancel.abort(cancelledBy(signal));
      else if (nowMs - firstMs > SAME_SIGNAL_MS) end(leaving(signal, leave()));
      firstMs ??= nowMs;
    });
  }
}

function end({ text, code }: Ending): never {
  writer(Deno.stderr)(text);
  Deno.exit(code);
}

/** What listens on this machine, such as a tunnel's end, is not behind a proxy. Source: curl(1), NO_PROXY. */
function goPastProxies(): void {
  const own = Deno.env.get("NO_PROXY") ?? Deno.env.get("no_proxy");
  if (own?.trim() === "*") return; // nothing goes by way of a proxy
  Deno.env.set("NO_PROXY", [...(own ? [own] : []), "localhost", "127.0.0.0/8", "::1"].join(","));
}

/** A terminal that went away takes no more output: that must not stop a run from cleaning up. */
function writer(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  const encoder = new TextEncoder();
  return (text) => {
    const bytes = encoder.encode(text);
    try {
      for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
    } catch { /* closed */ }
  };
}

/** The terminal hands over whole lines; the read that a cancelled question leaves behind ends with the process. */
async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  writer(Deno.stderr)(question);
  const bytes = new Uint8Array(4096);
  const cancelled = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
  const length = await Promise.race([Deno.stdin.read(bytes), cancelled]);
  return length === null ? undefined : new TextDecoder().decode(bytes.subarray(0, length)).trim();
}

function terminalOf(): Context["terminal"] {
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb") return undefined;
  const colours = !Deno.env.get("NO_COLOR");
  try {
    return { columns: Deno.consoleSize().columns, colours };
  } catch {
    return { columns: 80, colours };
  }
}
