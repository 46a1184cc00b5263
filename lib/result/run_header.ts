import { z } from "zod";
import type { Contract } from "../contract/contract.ts";

/** The form of a {@link RunHeader}: the first fields of `result.json`, and the whole `run.json` of a sandbox and of a stored run. */
export const runHeaderSchema = z.object({
  run_id: z.uuidv7(),
  slug: z.string(),
  project: z.string(),
  host: z.string(),
  owner: z.string().describe("user@machine that started the run"),
  tool_version: z.string(),
  repository: z.string().describe("the repository's root where the tool ran"),
  schedule: z.strictObject({
    id: z.string(),
    cron: z.string().describe("five fields, as in crontab(5)"),
    zone: z.string().describe("the host's time zone, IANA name"),
    next_expected_at: z.iso.datetime().nullable().describe(
      "when the next run is due; null when the schedule has ended",
    ),
  }).nullable().describe("the schedule that started the run; null when a user started it"),
  trigger: z.enum(["person", "ci", "schedule"]).nullable().default(null).describe(
    "what started the run; null in older results",
  ),
  started_at: z.iso.datetime().describe("UTC, ISO 8601"),
  state_hub: z.strictObject({ workstream_id: z.string().nullable(), task_id: z.string().nullable() }),
});

/** What is known of a run as soon as it starts. */
export type RunHeader = z.output<typeof runHeaderSchema>;

/** The schedule that started a run. */
export type Schedule = NonNullable<RunHeader["schedule"]>;

/** What starts a run. */
export type Trigger = NonNullable<RunHeader["trigger"]>;

/** The part of a run's plan that its header needs. */
interface PlanOfRun {
  readonly runId: string;
  readonly project: string;
  readonly contract: Pick<Contract, "name" | "stateHub">;
  readonly owner: string;
  readonly toolVersion: string;
  readonly root: string;
  readonly schedule: Schedule | null;
  readonly trigger: Trigger;
}

/** Returns the header of a run. `startedMs` is in milliseconds since 1970. */
export function runHeader(
  plan: PlanOfRun,
  { host, startedMs }: { readonly host: string; readonly startedMs: number },
): RunHeader {
  const { name: slug, stateHub: { workstreamId = null, taskId = null } } = plan.contract;
  return {
    run_id: plan.runId,
    slug,
    project: plan.project,
    host,
    owner: plan.owner,
    tool_version: plan.toolVersion,
    repository: plan.root,
    schedule: plan.schedule,
    trigger: plan.trigger,
    started_at: new Date(startedMs).toISOString(),
    state_hub: { workstream_id: workstreamId, task_id: taskId },
  };
}
