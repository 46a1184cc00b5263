import { object } from "@optique/core/constructs";
import { message, text } from "@optique/core/message";
import { multiple, optional, withDefault } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import { formatDuration } from "../contract/duration.ts";
import { DEFAULT_LEASE_MS } from "../lifecycle/new_plan.ts";
import { worstOutcome } from "../result/outcome.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import { runsTable, type RunSummary } from "../report/runs_table.ts";
import { TEST_ARGS } from "../cli/split_at_dashes.ts";
import type { Context } from "../cli/context.ts";
import { nameable } from "../cli/nameable.ts";
import { openRepository } from "../cli/open_repository.ts";
import { duration, flag, hostOption, hubHere, hubOption, jsonOption, noRepository } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { runOne, type RunOptions } from "../runner/run_one.ts";
import { type PlannedRun, planRun } from "../runner/plan_run.ts";
import { hostName } from "../cli/with_host.ts";

const parser = object({
  repositories: multiple(
    argument(nameable("REPO"), { description: message`a path, or a slug` }),
    { min: 1, errors: { tooFew: noRepository.endOfInput } },
  ),
  host: hostOption,
  keep: flag("--keep", message`keep the sandbox after the run (cleanup: never)`),
  waitMs: optional(
    option("--wait", duration(), { description: message`how long to wait for a host port that is in use` }),
  ),
  leaseMs: optional(
    option("--lease", duration(), {
      description: message`the host removes the sandbox after this long without contact from the tool (default: ${
        text(`E2E_LEASE, else ${formatDuration(DEFAULT_LEASE_MS)}`)
      })`,
    }),
  ),
  jobs: withDefault(
    option("--jobs", integer({ min: 1, max: 64 }), { description: message`number of runs at once (default: 1)` }),
    1,
  ),
  json: jsonOption,
  hub: hubOption,
  strictReport: flag("--strict-report", message`exit with 7 when a run passes but its result is not delivered`),
  quiet: flag("--quiet", message`print nothing when the run passes`),
  verbose: flag("--verbose", message`show the output of every phase`),
}, { errors: noRepository });

const examples = [
  "e2e run shop --host ana@sandbox",
  "e2e run shop billing --jobs 2 --keep",
  "e2e run shop -- -k checkout",
];
const command = { name: "e2e run", parser, examples, afterDashes: TEST_ARGS };

/**
 * `e2e run`: runs one repository, or several with a summary at the end; the worst outcome decides the exit code. Arguments
 * after `--` are appended to the test command.
 */
export const run = defineCommand(command, async (options, context, { after: testArgs }) => {
  const repositories = await Promise.all(options.repositories.map((each) => openRepository(each, context)));
  const host = hostName(options.host, context);
  const hub = hubHere(options.hub, context);
  // All are planned before the first run starts, so that their errors are reported first.
  const planned = repositories.map((repository) => planRun(repository, { ...options, testArgs }, context));
  const alone = repositories.length === 1 || options.jobs === 1;
  const rows = await runAll(planned, { ...options, host, hub, alone }, context);
  const code = exitCodeAfter(worstOutcome(rows.map(({ outcome }) => outcome)), context.signal);
  if (rows.length > 1 && !options.json && !(options.quiet && code === 0)) context.stderr(`\n${runsTable(rows)}`);
  return code;
});

/** Runs the planned runs, `jobs` at a time, and returns their summaries in the same order. */
async function runAll(
  planned: readonly PlannedRun[],
  options: RunOptions & { readonly jobs: number },
  context: Context,
): Promise<readonly RunSummary[]> {
  const rows = planned.map(notStarted), queue = planned.entries();
  const worker = async () => {
    for (const [at, each] of queue) {
      if (context.signal.aborted) return;
      rows[at] = await runOne(each, options, context);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: options.jobs }, worker)); // all clean up before an error is thrown
  for (const each of workers) if (each.status === "rejected") throw each.reason;
  return rows;
}

function notStarted({ repository: { contract, root } }: PlannedRun): RunSummary {
  return { slug: contract.name, outcome: "cancelled", tookMs: undefined, where: root };
}
