import { join } from "node:path";
import { date } from "../result/words.ts";
import { cleanOutput } from "../report/clean_text.ts";
import { rotatedLog } from "../files/rotated_log.ts";
import type { Context } from "../cli/context.ts";
import type { NativeContext } from "./native_context.ts";

/** A context whose text for people goes into a log, so that cron has nothing to mail, and to the terminal if there is one. */
interface Logged extends Disposable {
  readonly context: Context;
  /** The path of the log. */
  readonly path: string;
}

/** Opens the log of that name and writes the first line of an entry, which contains `what`. */
export function logged(
  { name, what }: { readonly name: string; readonly what: string },
  context: NativeContext,
): Logged {
  const path = join(context.native.home, "log", `${name}.log`);
  const log = rotatedLog(path, (message) => context.stderr(`${message}\n`));
  log.write(`== ${date(context.now())} e2e-host ${context.version}: ${what}\n`);
  const stderr = (text: string) => {
    log.write(cleanOutput(text, { colours: false, ci: false }));
    if (context.terminal !== undefined) context.stderr(text);
  };
  return {
    context: { ...context, stderr, raw: undefined, terminal: undefined },
    path,
    [Symbol.dispose]: () => log[Symbol.dispose](),
  };
}
