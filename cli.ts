import { dispatch } from "./lib/commands/dispatch.ts";
import { CANCEL_SIGNALS, type Context } from "./lib/commands/context.ts";
import { UserError } from "./lib/errors.ts";
import type { CancelSignal } from "./lib/lifecycle/outcome.ts";
import { EXIT_CODES, exitCode } from "./lib/lifecycle/outcome.ts";
import type { Stop } from "./lib/lifecycle/stop.ts";
import manifest from "./deno.json" with { type: "json" };

/** `deno task` delivers each Ctrl-C twice, about 1 ms apart: what comes sooner than this is the same one. */
const SAME_SIGNAL_MS = 500;

/** Runs the tool with the arguments that it was started with, and ends the process. */
export async function main(args: readonly string[]): Promise<never> {
  const cancel = new AbortController();
  let leaveMessage = "";
  listen(cancel, () => leaveMessage);
  const context: Context = {
    cwd: Deno.cwd(),
    env: (name) => Deno.env.get(name),
    stdout: writer(Deno.stdout),
    stderr: writer(Deno.stderr),
    terminal: terminalOf(),
    signal: cancel.signal,
    now: Date.now,
    toolkit: import.meta.url.startsWith("file:") ? import.meta.dirname : undefined,
    version: manifest.version,
    onLeave: (message) => leaveMessage = message,
  };
  try {
    Deno.exit(await dispatch(args, context));
  } catch (error) {
    Deno.exit(tell(error, context));
  }
}

/** The first signal cancels; a second one leaves at once, and says what will clean up. */
function listen(cancel: AbortController, leaveMessage: () => string): void {
  let firstMs: number | undefined;
  const onSignal = (signal: CancelSignal) => {
    const nowMs = performance.now();
    if (firstMs === undefined) {
      firstMs = nowMs;
      const stop: Stop = { kind: "cancelled", signal };
      return cancel.abort(stop);
    }
    if (nowMs - firstMs < SAME_SIGNAL_MS) return;
    writer(Deno.stderr)(`${leaveMessage()}\n`);
    Deno.exit(exitCode("cancelled", signal));
  };
  for (const signal of CANCEL_SIGNALS) Deno.addSignalListener(signal, () => onSignal(signal));
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

function terminalOf(): { readonly columns: number } | undefined {
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb") return undefined;
  try {
    return { columns: Deno.consoleSize().columns };
  } catch {
    return { columns: 80 };
  }
}

function tell(error: unknown, context: Context): number {
  if (error instanceof UserError) {
    context.stderr(`${error.message}\n${error.hint === undefined ? "" : `hint: ${error.hint}\n`}`);
    return EXIT_CODES[error.outcome];
  }
  const text = error instanceof Error ? error.stack ?? error.message : String(error);
  context.stderr(`This is a bug of the tool, please report it:\n${text}\n`);
  return EXIT_CODES.internal;
}

if (import.meta.main) await main(Deno.args);
