import { dispatch } from "./lib/commands/dispatch.ts";
import { runAsProgram } from "./lib/cli/program.ts";

/** Runs the tool with its command-line arguments and ends the process. */
export function main(args: readonly string[]): Promise<never> {
  return runAsProgram(dispatch, args);
}

if (import.meta.main) await main(Deno.args);
