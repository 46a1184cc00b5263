import type { Schedule } from "../../result/run_header.ts";

/** The schedule that a repository has on a host from a time on; null: it has none any more. */
export type ScheduleChange = {
  readonly slug: string;
  /** The host's own name, as in the results of its native runs. */
  readonly host: string;
  /** By the host's clock, ISO 8601. */
  readonly at: string;
  readonly schedule: Pick<Schedule, "id" | "cron" | "zone"> | null;
};

/** Returns the event that tells the state-hub about a schedule. `author` is user@machine. Source: docs/state-hub.md. */
export function scheduleEvent(change: ScheduleChange, author: string) {
  const { slug, host, schedule } = change;
  const what = schedule === null ? "is no longer scheduled" : `is scheduled: ${schedule.cron} (${schedule.zone})`;
  return {
    summary: `e2e ${slug} ${what}, on ${host}`,
    event_type: "e2e_schedule",
    workstream_id: null,
    task_id: null,
    author,
    detail: change,
  };
}
