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
import { masked, maskedResult, textMasker, withMaskedErrors } from "../secrets/masked.ts";
import { verdict } from "../report/verdict.ts";
import { type ListedSandbox, listSandboxes, pickLatest } from "../sandbox/list_sandboxes.ts";
import { TEST_ARGS } from "../cli/split_at_dashes.ts";
import type { Context } from "../cli/context.ts";
import { openRepository, type Repository } from "../cli/open_repository.ts";
import { openScreen } from "../runner/open_screen.ts";
import { hostOption, jsonOption, sandboxArgument } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { beginRun, planRun } from "../runner/plan_run.ts";
import { retestsHere } from "../runner/runs_here.ts";
import { withHost } from "../cli/with_host.ts";
import { shortId } from "../result/identity.ts";

const missing = { endOfInput: message`No sandbox given` };
const parser = object({ id: sandboxArgument(missing), host: hostOption, json: jsonOption }, { errors: missing });

const examples = ["e2e retest 1a2b3c4d", "e2e retest shop -- -k checkout"];
const command = { name: "e2e retest", parser, examples, afterDashes: TEST_ARGS };

/**
 * `e2e retest`: runs the tests again in a kept sandbox, with the repository's current files. Arguments after `--` are
 * appended to the test command.
 */
export const retest = defineCommand(command, async (options, context, { after: testArgs }) => {
  const { outcome } = await withHost(options.host, context, async (transport) => {
    const listed = pickLatest(await listSandboxes(transport), options.id, transport.name);
    const plan = await planOf(listed, { testArgs, host: transport.name }, context);
    return await retestIn(plan, { transport, dir: listed.dir, json: options.json }, context);
  });
  return exitCodeAfter(outcome, context.signal);
});

/** Returns the plan of the sandbox's run, with the contract as it is now. */
async function planOf(
  { project, run }: ListedSandbox,
  { testArgs, host }: { readonly testArgs: readonly string[]; readonly host: string },
  context: Context,
): Promise<Plan> {
  if (run === null) throw new UserError(`Cannot read the run of sandbox ${project}`, { hint: `e2e ps --host ${host}` });
  const repository = await repositoryOf(project, run, context);
  const planned = planRun(repository, { keep: true, testArgs }, context);
  const plan = beginRun(planned, { runsDirectory: "", nowMs: context.now() });
  return { ...plan, runId: run.run_id, project };
}

/** Finds the repository of a run by its path, or by its slug where the run came from another machine. */
async function repositoryOf(
  project: string,
  { repository: path = "", slug }: NonNullable<ListedSandbox["run"]>,
  context: Context,
): Promise<Repository> {
  const repository = await openRepository(existsSync(join(path, "e2e/e2e.yml")) ? path : slug, context);
  const found = repository.contract.name;
  if (found === slug) return repository;
  throw new UserError(`${project} is a sandbox of "${slug}", found "${found}" in ${repository.root}`, {
    hint: "set E2E_REPOS to the directory that contains the repository",
  });
}

interface Place {
  readonly transport: Transport;
  /** The sandbox's directory on the host. */
  readonly dir: string;
  readonly json: boolean;
}

async function retestIn(plan: Plan, { transport, dir, json }: Place, context: Context): Promise<Result> {
  const { project } = plan, secrets = Object.values(plan.secrets);
  const screen = openScreen(plan.contract.name, { json, alone: true }, context);
  const collectInto = temporaryDirectory(context);
  const close = () => {
    screen.close();
    reportWriteErrors(collectInto, () => {})(() => Deno.removeSync(collectInto, { recursive: true }));
  };
  const takeBack = context.onLeave(() => {
    close();
    return `Leaving: the tests in ${project} continue until their limit; e2e down ${
      shortId(project)
    } --host ${transport.name} ends them`;
  });
  try {
    const result = await withMaskedErrors(secrets, () =>
      retestLifecycle({ ...plan, collectInto }, {
        sandbox: { transport, project, dir },
        report: masked(screen.report, secrets),
        signal: context.signal,
        now: context.now,
        clean: (path) => maskFile(path, secrets),
        cleanName: textMasker(secrets),
      }));
    screen.close();
    if (!json) context.stderr(verdict(maskedResult(result, secrets), { path: undefined, testShown: true }));
    return result;
  } finally {
    takeBack();
    close();
  }
}

/** Makes a directory for what the retest collects, and removes those of interrupted retests. */
function temporaryDirectory(context: Context): string {
  removeUnowned(retestsHere(context), { nowMs: context.now() });
  return ownDirectory(retestsHere(context));
}
