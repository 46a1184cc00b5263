import { join } from "node:path";
import { writePages } from "../../../lib/runner/run_reports.ts";
import { openRun, runPaths } from "../../../lib/store/run_store.ts";
import { EXIT_CODES, type Outcome } from "../../../lib/result/outcome.ts";
import { runHeaderSchema } from "../../../lib/result/run_header.ts";
import type { Result } from "../../../lib/result/result.ts";
import { badResult, ended, output, passedResult, problem } from "../../unit/result/events.ts";
import { fullResult } from "../../unit/report/html/views.ts";

const HOUR_MS = 3_600_000;

/** Leaves a run of a repository that has ended, with all its files; gives its id. */
export async function leaveRun(runs: string, more: Partial<Result>, text = "all is well\n"): Promise<string> {
  const startedMs = Date.parse(more.started_at ?? new Date().toISOString());
  const ms = startedMs.toString(16).padStart(12, "0");
  const random = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(16).padStart(8, "0");
  const run_id = `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-0000${random}`;
  const result: Result = {
    ...passedResult,
    project: `e2e-${more.slug ?? "shop"}-${random}`,
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
  await writePages(result, { path: join(runs, run_id), own: [], onError });
  return run_id;
}

/** Leaves some weeks of runs of three repositories: one that is well, one that is red, one whose run did not come. */
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
