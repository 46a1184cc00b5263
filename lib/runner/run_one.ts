import { UserError } from "../errors.ts";
import { formatDuration } from "../contract/duration.ts";
import type { Transport } from "../host/transport.ts";
import { sweep } from "../sandbox/sweep.ts";
import type { Plan } from "../lifecycle/plan.ts";
import type { Report } from "../result/event.ts";
import type { Failure } from "../result/phase.ts";
import { runLifecycle } from "../lifecycle/run_lifecycle.ts";
import { maskFile } from "../secrets/mask_file.ts";
import { masked, maskedResult } from "../secrets/masked.ts";
import { removeUnowned } from "../store/own_directory.ts";
import { pruneRuns } from "../store/prune_runs.ts";
import { openRun } from "../store/run_store.ts";
import { runHeader } from "../result/run_header.ts";
import type { RunRow } from "../report/runs_table.ts";
import type { HubAddress } from "../hub/client/hub_address.ts";
import { verdict } from "../report/verdict.ts";
import type { Context } from "../cli/context.ts";
import { askAfterInfra } from "./ask_after_infra.ts";
import { deliverAfterRun } from "./deliver_results.ts";
import type { Repository } from "../cli/open_repository.ts";
import { openScreen, type ScreenOptions } from "./open_screen.ts";
import { type RunOptions, runPlan } from "./run_plan.ts";
import { reportAbandoned } from "./report_abandoned.ts";
import { writeReports } from "./run_reports.ts";
import { KEPT_RUNS, retestsHere, runsHere } from "./runs_here.ts";
import { withHost } from "../cli/with_host.ts";
import { shortId } from "../result/identity.ts";

/** How a run is shown. */
export interface ShownOptions extends RunOptions, ScreenOptions {
  readonly host: string;
  /** Where the result is posted to; undefined: nowhere. */
  readonly hub: HubAddress | undefined;
  readonly strictReport: boolean;
  /** Is told what happens too, without secrets. */
  readonly also?: Report;
  /** Why the run cannot begin. */
  readonly refused?: Failure | undefined;
}

/** Runs one repository's contract on a host, shows, stores and reports what happens, and gives how it ended. */
export async function runOne(repository: Repository, options: ShownOptions, context: Context): Promise<RunRow> {
  const runs = runsHere(context);
  const plan = runPlan(repository, options, { ...context, runsDirectory: runs });
  const files = openRun(runs, {
    header: runHeader(plan, { host: context.native?.host ?? options.host, startedMs: context.now() }),
    onError: (message) => context.stderr(`${message}\n`),
  });
  const screen = openScreen(plan.contract.name, options, context);
  const takeBack = context.onLeave(() => {
    screen.close();
    return farewell(plan);
  });
  const sinks: readonly Report[] = [files.report, screen.report, ...(options.also === undefined ? [] : [options.also])];
  const secrets = Object.values(plan.secrets);
  const report = masked((event) => sinks.forEach((sink) => sink(event)), secrets);
  const clean = (path: string) => maskFile(path, secrets);
  const later: string[] = []; // what would stand between the lines of the screen
  try {
    const { result, why } = await withHost(options.host, context, async (transport) => {
      const tidied = tidy(transport, { ...context, stderr: (text) => void later.push(text) });
      tidied.catch(() => {});
      try {
        const { signal, now } = context, { refused } = options;
        const result = await runLifecycle(plan, transport, { report, signal, now, clean, tidied, refused });
        return { result, why: options.json ? "" : await askAfterInfra(result, transport, context) };
      } finally {
        await tidied.catch(() => {}); // the run has told it
      }
    }, { patienceMs: plan.leaseMs });
    screen.close();
    takeBack();
    later.forEach(context.stderr);
    const shown = maskedResult(result, secrets);
    const isSilent = options.quiet && result.outcome === "passed";
    if (!options.json && !isSilent) {
      context.stderr(verdict(shown, { path: files.path, testShown: !options.quiet }) + why);
    }
    files.close();
    await writeReports(shown, { path: files.path, context });
    const say = isSilent ? () => {} : context.stderr;
    const isDelivered = await deliverAfterRun({ path: files.path, result: shown }, { hub: options.hub, say, context });
    removeUnowned(retestsHere(context), { nowMs: context.now() });
    pruneRuns(runs, { ...KEPT_RUNS, nowMs: context.now(), keep: plan.runId });
    const isMissed = options.strictReport && result.outcome === "passed" && !isDelivered;
    if (isMissed) context.stderr(`✗ undelivered: ${result.slug} passed, and the state-hub did not take the result\n`);
    return {
      slug: result.slug,
      outcome: isMissed ? "undelivered" : result.outcome,
      tookMs: result.duration_ms,
      where: files.path,
    };
  } finally {
    takeBack();
    files.close();
  }
}

function farewell({ project, leaseMs }: Plan): string {
  const byItself = `the host takes sandbox ${project} down by itself within ${formatDuration(leaseMs)}`;
  return `Leaving: ${byItself}; e2e down ${shortId(project)} does it now`;
}

/** Removes what earlier runs left on the host, and reports them. What is wrong with the host is the run's own to tell. */
async function tidy(transport: Transport, context: Context): Promise<void> {
  try {
    await sweep(transport);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  await reportAbandoned(transport, context);
}
