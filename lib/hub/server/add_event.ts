import type { DatabaseSync } from "node:sqlite";
import { isAbandoned } from "../../result/abandoned.ts";
import { isSchedule, type ProgressBody, resultDetail, scheduleDetail, type StoredEvent } from "./progress_body.ts";

const INSERT = `
  INSERT INTO events (key, received_at, event_type, run_id, slug, outcome, host, started_at, ended_at, duration_ms,
    schedule, body)
  VALUES (:key, :receivedAt, :event_type, :run_id, :slug, :outcome, :host, :started_at, :ended_at, :duration_ms,
    :schedule, :body)
  ON CONFLICT (key) DO NOTHING RETURNING id`;

/** Replaces an event, under a new id, so that streams send it. */
const REPLACE = `
  UPDATE OR IGNORE events SET id = (SELECT max(id) + 1 FROM events), key = :key, received_at = :receivedAt,
    event_type = :event_type, run_id = :run_id, slug = :slug, outcome = :outcome, host = :host, started_at = :started_at,
    ended_at = :ended_at, duration_ms = :duration_ms, schedule = :schedule, body = :body
  WHERE id = :earlier RETURNING id`;

/** Keeps the last that is known of a schedule, in any order of arrival. A time in the future would keep out all later changes. */
const SCHEDULE = `
  INSERT INTO schedules (slug, host, at, schedule) VALUES (:slug, :host, min(:at, :receivedAt), :schedule)
  ON CONFLICT (slug, host) DO UPDATE SET at = excluded.at, schedule = excluded.schedule
  WHERE excluded.at >= at OR at > :receivedAt`;

/**
 * Returns a function that stores an event durably, unless there is one with the same key. A key of null equals no other key.
 * The result of a run replaces the note that the run was interrupted, and such a note is not stored when there is a result.
 */
export function eventAdder(database: DatabaseSync, findRun: (runId: string) => StoredEvent | undefined) {
  const insert = database.prepare(INSERT), replace = database.prepare(REPLACE), note = database.prepare(SCHEDULE);
  const byKey = database.prepare("SELECT id FROM events WHERE key = ?");
  const removeReport = database.prepare("DELETE FROM reports WHERE run_id = ?");
  return (body: ProgressBody, { key, receivedAt }: { readonly key: string | null; readonly receivedAt: string }) => {
    const values = { key, receivedAt, ...columns(body) }, earlier = findRun(values.run_id ?? "");
    const isNote = isAbandoned(body.detail), isAfterNote = earlier !== undefined && isAbandoned(earlier.detail);
    const schedule = scheduleIn(body);
    if (schedule !== undefined) note.run({ ...schedule, receivedAt }); // first: an event that is repeated after a crash is not stored again
    if (isNote && earlier !== undefined && !isAfterNote) return { id: earlier.id, isNew: false, isDropped: true };
    if (!isNote && isAfterNote) removeReport.run(values.run_id);
    const row = !isNote && isAfterNote ? replace.get({ ...values, earlier: earlier.id }) : insert.get(values);
    return { id: Number((row ?? byKey.get(key))?.["id"]), isNew: row !== undefined };
  };
}

function columns(body: ProgressBody) {
  const detail = resultDetail(body);
  return {
    event_type: body.event_type,
    run_id: detail?.run_id ?? null,
    slug: detail?.slug ?? null,
    outcome: detail?.outcome ?? null,
    host: detail?.host ?? null,
    started_at: utc(detail?.started_at),
    ended_at: utc(detail?.ended_at),
    duration_ms: detail?.duration_ms ?? null,
    schedule: detail?.schedule ? JSON.stringify(detail.schedule) : null,
    body: JSON.stringify(body),
  };
}

/** Returns what an event says about the schedule of a repository on a host; undefined when it says nothing. */
function scheduleIn(body: ProgressBody): Record<"slug" | "host" | "at" | "schedule", string | null> | undefined {
  const change = scheduleDetail(body), run = resultDetail(body);
  const detail = change ?? (isSchedule(run?.schedule) && run ? { ...run, at: run.started_at } : undefined);
  if (detail === undefined) return undefined;
  const { slug, host, at, schedule } = detail;
  return { slug, host, at: utc(at), schedule: schedule ? JSON.stringify(schedule) : null };
}

const utc = (time: string | undefined) => time === undefined ? null : new Date(time).toISOString();
