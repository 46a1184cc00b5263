import { join } from "node:path";
import { FILE_REPORTERS } from "../../../lib/runner/reporters/report_result.ts";
import { runPaths } from "../../../lib/store/list_runs.ts";
import { openRun } from "../../../lib/store/open_run.ts";
import { EXIT_CODES, type Outcome } from "../../../lib/result/outcome.ts";
import { projectName } from "../../../lib/result/identity.ts";
import { runHeaderSchema } from "../../../lib/result/run_header.ts";
import type { Result } from "../../../lib/result/result.ts";
import { runId } from "../../process/store/runs.ts";
import { badResult, ended, output, passedResult, problem } from "../../unit/result/events.ts";
import { fullResult } from "../../unit/report/html/views.ts";

const HOUR_MS = 3_600_000;

/** Creates a run that has ended, with all its files; returns its id. */
export async function leaveRun(runs: string, more: Partial<Result>, text = "all tests passed\n"): Promise<string> {
  const startedMs = Date.parse(more.started_at ?? new Date().toISOString());
  const run_id = runId(startedMs);
  const result: Result = {
    ...passedResult,
    project: projectName(more.slug ?? "shop", run_id),
    ...more,
    run_id,
    started_at: new Date(startedMs).toISOString(),
    ended_at: new Date(startedMs + (more.duration_ms ?? 20_500)).toISOString(),
  };
  const onError = (message: string) => console.error(message);
  const files = openRun(runs, { header: runHeaderSchema.parse(result), onError });
  files.report(output(text));
  files.report(ended(result));
  files.close();
  for (const write of FILE_REPORTERS) await write({ result, path: join(runs, run_id) }, { stderr: onError });
  return run_id;
}

/** Creates some weeks of runs of three repositories: a healthy one, a red one, and one whose scheduled run is missing. */
export async function leaveHistory(runs: string, nowMs: number): Promise<readonly string[]> {
  const outcomes: readonly (readonly [slug: string, daysAgo: number, outcome: Outcome])[] = [
    ...Array.from(
      { length: 20 },
      (_, day) => ["activity-core", 19 - day, day === 6 ? "failed" : day === 7 ? "infra" : "passed"] as const,
    ),
    ...Array.from(
      { length: 14 },
      (_, day) => ["shop", 14 - day, day > 10 ? "failed" : day === 4 ? "busy" : "passed"] as const,
    ),
    ...Array.from(
      { length: 6 },
      (_, week) => ["billing", 9 + 7 * (5 - week), week === 2 ? "unhealthy" : "passed"] as const,
    ),
  ];
  for (const [slug, daysAgo, outcome] of outcomes) {
    const started_at = new Date(nowMs - daysAgo * 24 * HOUR_MS).toISOString();
    const cron = slug === "billing" ? "13 3 * * 0" : "13 3 * * *";
    const schedule = slug === "shop" ? null : { id: slug, cron, zone: "Europe/Berlin", next_expected_at: null };
    await leaveRun(runs, { ...sample(slug, outcome, daysAgo), started_at, schedule });
  }
  return runPaths(runs);
}

function sample(slug: string, outcome: Outcome, daysAgo: number): Partial<Result> {
  const common = { slug, host: "railiance01", duration_ms: 18_000 + 900 * (daysAgo % 7) };
  if (outcome === "passed") return common;
  if (outcome === "failed") return { ...fullResult, ...common };
  return badResult(outcome, {
    ...common,
    exit_code: EXIT_CODES[outcome],
    reason: problem({ outcome, phase: "up", message: `It was ${outcome}` }),
  });
}
