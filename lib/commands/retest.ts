import { existsSync } from "node:fs";
import { join } from "node:path";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import type { Plan } from "../lifecycle/plan.ts";
import type { Result } from "../result/result.ts";
import { retest as retestLifecycle } from "../lifecycle/retest.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { ownDirectory, removeUnowned } from "../store/own_directory.ts";
import { maskFile } from "../secrets/mask_file.ts";
import { masked, maskedResult } from "../secrets/masked.ts";
import { verdict } from "../report/verdict.ts";
import { type ListedSandbox, listSandboxes, pickLatest } from "../sandbox/list_sandboxes.ts";
import { behindDashes, TEST_ARGS } from "../cli/behind_dashes.ts";
import type { Context } from "../cli/context.ts";
import { openRepository } from "../cli/open_repository.ts";
import { openScreen } from "../runner/open_screen.ts";
import { hostOption, jsonOption, sandboxArgument } from "../cli/options.ts";
import { parseArgs } from "../cli/parse_args.ts";
import { runPlan } from "../runner/run_plan.ts";
import { retestsHere } from "../runner/runs_here.ts";
import { withHost } from "../cli/with_host.ts";
import { shortId } from "../result/identity.ts";

const missing = { endOfInput: message`No sandbox was named` };
const parser = object({ id: sandboxArgument(missing), host: hostOption, json: jsonOption }, { errors: missing });

const EXAMPLES = ["e2e retest 1a2b3c4d", "e2e retest shop -- -k checkout"];

/** `e2e retest`: the tests again in a kept sandbox, on what the repository holds now. What stands behind `--` is appended to the test command. */
export async function retest(args: readonly string[], context: Context): Promise<number> {
  const { own, behind } = behindDashes(args);
  const options = parseArgs(parser, { name: "e2e retest", args: own, examples: EXAMPLES, behind: TEST_ARGS }, context);
  if (options === undefined) return 0;
  const { outcome } = await withHost(options.host, context, async (transport) => {
    const listed = pickLatest(await listSandboxes(transport), options.id, transport.name);
    const plan = await planOf(listed, behind, context);
    return await shown(plan, { transport, dir: listed.dir, json: options.json }, context);
  });
  return exitCodeAfter(outcome, context.signal);
}

/** The plan of the sandbox's run, with the contract as it is now. The repository may have come from another machine: then it is looked up by its slug. */
async function planOf({ project, run }: ListedSandbox, testArgs: readonly string[], context: Context): Promise<Plan> {
  if (run === null) throw new UserError(`Nothing is known of the run of ${project}`, { hint: "e2e ps" });
  const { repository: path = "", slug } = run;
  const repository = await openRepository(existsSync(join(path, "e2e/e2e.yml")) ? path : slug, context);
  const found = repository.contract.name;
  if (found !== slug) {
    throw new UserError(`${project} is of "${slug}", found "${found}" in ${repository.root}`, {
      hint: "E2E_REPOS may name the directory that holds it",
    });
  }
  const options = { keep: true, waitMs: undefined, leaseMs: undefined, testArgs };
  const plan = runPlan(repository, options, { ...context, runsDirectory: "" });
  return { ...plan, runId: run.run_id, project };
}

async function shown(
  plan: Plan,
  { transport, dir, json }: { readonly transport: Transport; readonly dir: string; readonly json: boolean },
  context: Context,
): Promise<Result> {
  const { project } = plan, secrets = Object.values(plan.secrets);
  const screen = openScreen(plan.contract.name, { json, quiet: false, verbose: false, alone: true }, context);
  const farewell = `Leaving: the tests in ${project} go on until their limit; e2e down ${shortId(project)} ends them`;
  removeUnowned(retestsHere(context), { nowMs: context.now() });
  const collectInto = ownDirectory(retestsHere(context));
  const close = () => {
    screen.close();
    reportWriteErrors(collectInto, () => {})(() => Deno.removeSync(collectInto, { recursive: true }));
  };
  const takeBack = context.onLeave(() => {
    close();
    return farewell;
  });
  try {
    const result = await retestLifecycle({ ...plan, collectInto }, {
      sandbox: { transport, project, dir },
      report: masked(screen.report, secrets),
      signal: context.signal,
      now: context.now,
      clean: (path) => maskFile(path, secrets),
    });
    screen.close();
    if (!json) context.stderr(verdict(maskedResult(result, secrets), { path: undefined, testShown: true }));
    return result;
  } finally {
    takeBack();
    close();
  }
}
