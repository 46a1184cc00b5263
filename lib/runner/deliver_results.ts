import { join } from "node:path";
import { deliver, type Delivery } from "../hub/client/deliver.ts";
import type { DeliverOptions } from "../hub/client/deliver_one.ts";
import { readText } from "../files/read_text.ts";
import type { Result } from "../result/result.ts";
import type { Context } from "../cli/context.ts";
import { runPage } from "./reporters/write_html.ts";
import { runsHere } from "./runs_here.ts";
import { storedResult } from "./stored_result.ts";

/** Delivers the undelivered results of the runs on this machine. */
export function deliverResults(
  options: Pick<DeliverOptions, "hub" | "signal" | "limit" | "eager" | "own">,
  context: Context,
): Promise<Delivery> {
  return deliver(runsHere(context), { ...options, now: context.now, resultAt: storedResult, pageAt });
}

/** Returns the report of a run. Creates it if it is missing, because the tool was killed before it wrote the report. */
async function pageAt(path: string, result: Result): Promise<string | undefined> {
  return readText(join(path, "report.html")) ?? await runPage(path, result).catch(() => undefined);
}
