import { join } from "node:path";
import manifest from "../../deno.json" with { type: "json" };
import { cleanOutput } from "../report/clean_text.ts";
import type { Command, Context } from "./context.ts";
import { CANCEL_SIGNALS, cancelledBy, type Ending, endingOf, leaving } from "./ending.ts";

/** `deno task` delivers each Ctrl-C twice, about 1 ms apart: a signal within this time is the same one. */
const SAME_SIGNAL_MS = 500;

/** Runs a command with the arguments of the program and ends the process. Nothing else ends it. */
export async function runAsProgram(command: Command, args: readonly string[]): Promise<never> {
  const cancel = new AbortController();
  bypassProxies();
  const farewells = new Set<() => string>();
  listen(cancel, () => [...farewells].map((farewell) => farewell()).filter((text) => text !== "").join("\n"));
  const onLeave: Context["onLeave"] = (farewell) => {
    farewells.add(farewell);
    return () => farewells.delete(farewell);
  };
  try {
    Deno.exit(await command(args, { ...surroundings(cancel.signal), onLeave }));
  } catch (error) {
    return end(endingOf(error));
  }
}

/** Returns what a command reads and writes outside the process. */
function surroundings(signal: AbortSignal): Omit<Context, "onLeave"> {
  return {
    cwd: Deno.cwd(),
    env: (name) => Deno.env.get(name),
    stdout: cleanWriter(Deno.stdout),
    stderr: cleanWriter(Deno.stderr),
    raw: writer(Deno.stderr),
    terminal: terminalOf(),
    tty: Deno.stdin.isTerminal() && Deno.stdout.isTerminal(),
    ask: Deno.stdin.isTerminal() && Deno.stderr.isTerminal() ? (question) => ask(question, signal) : undefined,
    signal,
    now: Date.now,
    toolkit: import.meta.url.startsWith("file:") ? join(import.meta.dirname ?? "", "../..") : undefined,
    version: manifest.version,
  };
}

/** Makes the first signal cancel, and a second one end the process at once, with a text that says what will clean up. */
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
  cleanWriter(Deno.stderr)(text);
  Deno.exit(code);
}

/** Excludes addresses of this machine, such as the ends of tunnels, from proxies. Source: curl(1), NO_PROXY. */
function bypassProxies(): void {
  const own = Deno.env.get("NO_PROXY") ?? Deno.env.get("no_proxy");
  if (own?.trim() === "*") return; // no proxy at all
  Deno.env.set("NO_PROXY", [...(own ? [own] : []), "localhost", "127.0.0.0/8", "::1"].join(","));
}

/** The variables that CI systems set which read commands in the output. */
const CI_VARIABLES = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"];

/** Returns a function that cleans text and writes it to a stream. */
function cleanWriter(stream: Parameters<typeof writer>[0] & { isTerminal(): boolean }): (text: string) => void {
  const write = writer(stream), ci = CI_VARIABLES.some((name) => Deno.env.get(name));
  const colours = stream.isTerminal() && !Deno.env.get("NO_COLOR") && Deno.env.get("TERM") !== "dumb";
  return (text) => write(cleanOutput(text, { colours, ci }));
}

/** Returns a function that writes to a stream. It ignores a closed terminal, which must not stop a run from cleaning up. */
function writer(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  const encoder = new TextEncoder();
  return (text) => {
    const bytes = encoder.encode(text);
    try {
      for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
    } catch { /* closed */ }
  };
}

/** Asks a question on the terminal, which delivers whole lines. The read of a cancelled question stays pending until the process ends. */
async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  cleanWriter(Deno.stderr)(question);
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
