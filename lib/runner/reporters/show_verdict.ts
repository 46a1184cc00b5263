import { verdict } from "../../report/verdict.ts";
import type { Context } from "../../cli/context.ts";
import { type EndedRun, isSilent, type ReportOptions } from "./reporter.ts";

/** Prints how the run ended, why, and what to do next. */
export function showVerdict(run: EndedRun, { stderr }: Context, options: ReportOptions): void {
  if (options.json || isSilent(run, options)) return;
  stderr(verdict(run.result, { path: run.path, testShown: !options.quiet }) + run.hostFindings);
}
