import type { DatabaseSync } from "node:sqlite";
import { isAbandoned } from "../../result/abandoned.ts";
import { isSchedule, type ProgressBody, resultDetail, scheduleDetail } from "./progress_body.ts";

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
 * The result of a run replaces all notes that the run was interrupted. Such a note is stored only when there is neither a result
 * nor another note.
 */
export function eventAdder(database: DatabaseSync) {
  const insert = database.prepare(INSERT), replace = database.prepare(REPLACE), note = database.prepare(SCHEDULE);
  const byKey = database.prepare("SELECT id FROM events WHERE key = ?");
  const remove = database.prepare("DELETE FROM events WHERE id = ?");
  const removeReport = database.prepare("DELETE FROM reports WHERE run_id = ?");
  const earlierOf = earlierEvents(database);
  return (body: ProgressBody, { key, receivedAt }: { readonly key: string | null; readonly receivedAt: string }) => {
    const values = { key, receivedAt, ...columns(body) }, schedule = scheduleIn(body);
    const { notes, result } = earlierOf(values.run_id), lastNote = notes.at(-1);
    if (schedule !== undefined) note.run({ ...schedule, receivedAt }); // first: an event that is repeated after a crash is not stored again
    if (isAbandoned(body.detail)) {
      if (result !== undefined) return { id: result, isNew: false, isDropped: true };
      if (lastNote !== undefined) return { id: lastNote, isNew: false };
    }
    const replaced = result === undefined ? lastNote : undefined;
    if (replaced !== undefined) removeReport.run(values.run_id);
    for (const id of notes) if (id !== replaced) remove.run(id); // never the last event: its id would be used again
    const row = replaced === undefined ? insert.get(values) : replace.get({ ...values, earlier: replaced });
    return { id: Number((row ?? byKey.get(key))?.["id"]), isNew: row !== undefined };
  };
}

/** Returns a function that finds the first result of a run, and the notes before it. */
function earlierEvents(database: DatabaseSync) {
  const byRun = database.prepare("SELECT id, body -> '$.detail' AS detail FROM events WHERE run_id = ? ORDER BY id");
  return (runId: string | null) => {
    const notes: number[] = [];
    for (const { id, detail } of byRun.iterate(runId)) {
      if (!isAbandoned(JSON.parse(String(detail)))) return { notes, result: Number(id) };
      notes.push(Number(id));
    }
    return { notes, result: undefined };
  };
}

function columns(body: ProgressBody) {
  const detail = resultDetail(body), schedule = scheduleDetail(body);
  return {
    event_type: body.event_type,
    run_id: detail?.run_id ?? null,
    slug: (detail ?? schedule)?.slug ?? null,
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
