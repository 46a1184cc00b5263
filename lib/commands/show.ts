import { existsSync } from "node:fs";
import { join } from "node:path";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { UserError } from "../errors.ts";
import { exec } from "../host/exec.ts";
import { type Result, resultSchema } from "../result/result.ts";
import { runDetails } from "../report/run_details.ts";
import { listSandboxes } from "../sandbox/list_sandboxes.ts";
import { findRun } from "../store/find_run.ts";
import type { Context } from "../cli/context.ts";
import { flag, jsonOption, runArgument } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { withHost } from "../cli/with_host.ts";
import { jsonLine } from "../report/json_lines.ts";
import { runsHere } from "../runner/runs_here.ts";

const missing = { endOfInput: message`No run given` };

const parser = object({
  run: runArgument(missing),
  open: flag("--open", message`open the run's report in a browser`),
  json: jsonOption,
}, { errors: missing });

const examples = ["e2e show 1a2b3c4d", "e2e show 1a2b3c4d --open"];

/** `e2e show`: shows an earlier run. */
export const show = defineCommand({ name: "e2e show", parser, examples }, async (options, context) => {
  const run = findRun(runsHere(context), options.run);
  const result = resultSchema.safeParse(run.result).data;
  if (result === undefined) {
    throw new UserError(`Run "${run.runId}" has no result (it is ${run.state})`, {
      hint: `its files are in ${run.path}`,
    });
  }
  if (options.open) return await openReport(join(run.path, "report.html"), context);
  if (options.json) return context.stdout(jsonLine(result));
  context.stdout(runDetails(result, { path: run.path, isGone: await isGone(result, context) }));
});

/** How long `e2e show` waits for the host of a kept sandbox. */
const PATIENCE_MS = 5_000;

/** Whether a sandbox that was kept does not exist any more. A host that does not answer counts as having it. */
async function isGone({ cleanup, host, project }: Result, context: Context): Promise<boolean> {
  if (cleanup.decision !== "kept") return false;
  try {
    const sandboxes = await withHost(host, context, listSandboxes, { patienceMs: PATIENCE_MS, readsOnly: true });
    return !sandboxes.some((each) => each.project === project);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function openReport(path: string, { signal }: Context): Promise<number> {
  if (!existsSync(path)) throw new UserError(`The run has no report: ${path} is missing`, { hint: "e2e history" });
  const { code, stderr } = await exec([Deno.build.os === "darwin" ? "open" : "xdg-open", path], { signal });
  if (code === 0) return 0;
  throw new UserError(`Cannot open the report: ${stderr.trim() || `exit code ${code}`}`, {
    hint: `open ${path} in a browser`,
  });
}
