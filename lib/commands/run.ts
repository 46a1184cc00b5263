import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple, optional, withDefault } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import { worstOutcome } from "../result/outcome.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import { runsTable, type RunSummary } from "../report/runs_table.ts";
import { behindDashes, TEST_ARGS } from "../cli/behind_dashes.ts";
import type { Context } from "../cli/context.ts";
import { nameable } from "../cli/nameable.ts";
import { openRepository, type Repository } from "../cli/open_repository.ts";
import { duration, flag, hostOption, hubHere, hubOption, jsonOption } from "../cli/options.ts";
import { parseArgs } from "../cli/parse_args.ts";
import { runOne, type ShownOptions } from "../runner/run_one.ts";
import { runPlan } from "../runner/run_plan.ts";
import { hostName } from "../cli/with_host.ts";

const missing = { endOfInput: message`No repository was named` };

const parser = object({
  repositories: multiple(
    argument(nameable("REPO"), { description: message`a path, or a slug` }),
    { min: 1, errors: { tooFew: missing.endOfInput } },
  ),
  host: hostOption,
  keep: flag("--keep", message`keep the sandbox, whatever happens (cleanup: never, for one run)`),
  waitMs: optional(option("--wait", duration(), { description: message`how long a taken port is waited for` })),
  leaseMs: optional(
    option("--lease", duration(), {
      description:
        message`after this long without a sign of life the host takes the sandbox down (default: E2E_LEASE, else 2m)`,
    }),
  ),
  jobs: withDefault(option("--jobs", integer({ min: 1, max: 64 }), { description: message`how many runs at once` }), 1),
  json: jsonOption,
  hub: hubOption,
  strictReport: flag("--strict-report", message`a run that passed and did not reach the state-hub ends with 7`),
  quiet: flag("--quiet", message`say nothing when the run passes`),
  verbose: flag("--verbose", message`show the output of every phase`),
}, { errors: missing });

const EXAMPLES = [
  "e2e run shop --host ana@sandbox",
  "e2e run shop billing --jobs 2 --keep",
  "e2e run shop -- -k checkout",
];

/** `e2e run`: one run, or several with a summary at the end; the worst outcome decides the exit code. What stands behind `--` is appended to the test command. */
export async function run(args: readonly string[], context: Context): Promise<number> {
  const { own, behind: testArgs } = behindDashes(args);
  const options = parseArgs(parser, { name: "e2e run", args: own, examples: EXAMPLES, behind: TEST_ARGS }, context);
  if (options === undefined) return 0;
  const repositories = await Promise.all(options.repositories.map((each) => openRepository(each, context)));
  const host = hostName(options.host, context);
  const hub = hubHere(options.hub, context);
  const shown = { ...options, host, hub, testArgs, alone: repositories.length === 1 || options.jobs === 1 };
  // What is wrong with any of them is told before the first begins.
  for (const repository of repositories) runPlan(repository, shown, { ...context, runsDirectory: "" });

  const rows = await runAll(repositories, shown, context);
  const code = exitCodeAfter(worstOutcome(rows.map(({ outcome }) => outcome)), context.signal);
  if (rows.length > 1 && !options.json && !(options.quiet && code === 0)) context.stderr(`\n${runsTable(rows)}`);
  return code;
}

/** Runs them, `jobs` at once, and gives how each ended, in their order. */
async function runAll(
  repositories: readonly Repository[],
  options: ShownOptions & { readonly jobs: number },
  context: Context,
): Promise<readonly RunSummary[]> {
  const rows = repositories.map(notStarted), queue = repositories.entries();
  const worker = async () => {
    for (const [at, repository] of queue) {
      if (context.signal.aborted) return;
      rows[at] = await runOne(repository, options, context);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: options.jobs }, worker)); // each cleans up, whatever another throws
  for (const each of workers) if (each.status === "rejected") throw each.reason;
  return rows;
}

function notStarted({ contract, root }: Repository): RunSummary {
  return { slug: contract.name, outcome: "cancelled", tookMs: undefined, where: root };
}
