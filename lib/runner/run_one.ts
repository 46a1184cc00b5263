import { UserError } from "../errors.ts";
import { formatDuration } from "../contract/duration.ts";
import type { Transport } from "../host/transport.ts";
import { forgetNoteOf, sweep } from "../sandbox/sweep.ts";
import type { Plan } from "../lifecycle/plan.ts";
import type { Report } from "../result/event.ts";
import type { Failure } from "../result/phase.ts";
import { runLifecycle } from "../lifecycle/run_lifecycle.ts";
import { maskFile } from "../secrets/mask_file.ts";
import { masked, maskedResult, textMasker, withMaskedErrors } from "../secrets/masked.ts";
import { openRun, type RunFiles } from "../store/open_run.ts";
import { runHeader } from "../result/run_header.ts";
import type { RunSummary } from "../report/runs_table.ts";
import type { Context } from "../cli/context.ts";
import { withHost } from "../cli/with_host.ts";
import { infraFindings } from "./infra_findings.ts";
import { openScreen, type ShowOptions } from "./open_screen.ts";
import { beginRun, type PlannedRun } from "./plan_run.ts";
import { reportAbandoned } from "./report_abandoned.ts";
import type { EndedRun, ReportOptions } from "./reporters/reporter.ts";
import { reportResult } from "./reporters/report_result.ts";
import { runsHere } from "./runs_here.ts";
import { shortId } from "../result/identity.ts";

/** Where a run takes place, and how it is shown and reported. */
export interface RunOptions extends ShowOptions, ReportOptions {
  readonly host: string;
  /** Also receives the run's events, without secrets. */
  readonly also?: Report;
  /** Why the run cannot begin: its phases are skipped, and this is its reason. */
  readonly refused?: Failure | undefined;
}

/** Runs a planned run on its host, shows and stores its events, reports its result, and returns how it ended. */
export async function runOne(planned: PlannedRun, options: RunOptions, context: Context): Promise<RunSummary> {
  const runsDirectory = runsHere(context);
  const plan = beginRun(planned, { runsDirectory, nowMs: context.now() });
  const files = openRun(runsDirectory, {
    header: runHeader(plan, { host: context.native?.host ?? options.host, startedMs: context.now() }),
    onError: (message) => context.stderr(`${message}\n`),
  });
  try {
    const ended = await runShown(plan, { ...options, files }, context);
    files.close();
    const outcome = await reportResult(ended, options, context);
    return { slug: ended.result.slug, outcome, tookMs: ended.result.duration_ms, where: files.path };
  } finally {
    files.close();
  }
}

/** Runs a plan and passes its events to the files and the screen, without secrets. */
async function runShown(
  plan: Plan,
  options: RunOptions & { readonly files: RunFiles },
  context: Context,
): Promise<EndedRun> {
  const { files, also } = options, secrets = Object.values(plan.secrets), mask = textMasker(secrets);
  const screen = openScreen(plan.contract.name, options, context);
  const takeBack = context.onLeave(() => {
    screen.close();
    return farewell(plan, options.host);
  });
  const sinks: readonly Report[] = [files.report, screen.report, ...(also === undefined ? [] : [also])];
  const report = masked((event) => sinks.forEach((sink) => sink(event)), secrets);
  const later: string[] = []; // texts that would otherwise appear between the lines of the screen
  try {
    const tidyContext = { ...context, stderr: (text: string) => void later.push(mask(text)) };
    const { result, hostFindings } = await withMaskedErrors(
      secrets,
      () => runOnHost(plan, { ...options, report, tidyContext }, context),
    );
    return { result: maskedResult(result, secrets), path: files.path, hostFindings: mask(hostFindings) };
  } finally {
    screen.close();
    takeBack();
    later.forEach(context.stderr);
  }
}

function farewell({ project, leaseMs }: Plan, host: string): string {
  const within = formatDuration(leaseMs);
  const now = `e2e down ${shortId(project)} --host ${host} removes it now`;
  return `Leaving: the host removes sandbox ${project} within ${within}; ${now}`;
}

interface OnHost extends Pick<RunOptions, "host" | "json" | "refused"> {
  readonly report: Report;
  readonly tidyContext: Context;
}

/** Runs a plan on its host. At the same time, removes what earlier runs left there. */
async function runOnHost(plan: Plan, { host, json, refused, report, tidyContext }: OnHost, context: Context) {
  const { signal, now } = context, secrets = Object.values(plan.secrets);
  return await withHost(host, context, async (transport) => {
    const tidied = tidy(transport, tidyContext);
    tidied.catch(() => {}); // avoids an unhandled rejection; the run reports the failure
    try {
      const clean = (path: string) => maskFile(path, secrets), cleanName = textMasker(secrets);
      const result = await runLifecycle(plan, transport, { report, signal, now, clean, cleanName, tidied, refused });
      await forgetNoteOf(transport, result.project); // its lease may have expired, but it has a result
      return { result, hostFindings: json ? "" : await infraFindings(result, transport, context) };
    } finally {
      await tidied.catch(() => {});
    }
  }, { patienceMs: plan.leaseMs });
}

/** Removes what earlier runs left on the host, and reports interrupted runs. The run itself reports errors of the host. */
async function tidy(transport: Transport, context: Context): Promise<void> {
  try {
    await sweep(transport);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  await reportAbandoned(transport, context);
}
