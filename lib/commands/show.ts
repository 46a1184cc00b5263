import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { argument } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { UserError } from "../errors.ts";
import { resultSchema } from "../lifecycle/result.ts";
import { runRetold } from "../report/run_retold.ts";
import { findRun } from "../report/run_store.ts";
import type { Context } from "./context.ts";
import { jsonOption } from "./options.ts";
import { parseArgs } from "./parse_args.ts";
import { runsHere } from "./runs_here.ts";

const missing = { endOfInput: message`No run was named` };

const parser = object({
  run: argument(string({ metavar: "RUN" }), {
    description: message`a run id, a short id, or the beginning of one`,
    errors: missing,
  }),
  json: jsonOption,
}, { errors: missing });

/** `e2e show`: an earlier run, told again. */
export function show(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e show", args }, context);
  if (options === undefined) return Promise.resolve(0);
  const run = findRun(runsHere(context), options.run);
  const result = resultSchema.safeParse(run.result).data;
  if (result === undefined) {
    throw new UserError(`Run "${run.runId}" has no result: it is ${run.state}`, {
      hint: `its files are in ${run.path}`,
    });
  }
  context.stdout(options.json ? `${JSON.stringify(result)}\n` : runRetold(result, { path: run.path }));
  return Promise.resolve(0);
}
