import type { SQLOutputValue } from "node:sqlite";
import { isAbandoned } from "../../result/abandoned.ts";
import { openDatabase } from "./open_database.ts";
import { type ProgressBody, resultDetail, type StoredEvent, storedEventSchema } from "./progress_body.ts";
import { runQueries } from "./run_queries.ts";

/** Selects events for {@link Store.list}. An undefined field matches all events. */
interface EventFilter {
  readonly slug?: string | undefined;
  readonly outcome?: string | undefined;
  readonly event_type?: string | undefined;
  /** ISO 8601: received at this time or later. */
  readonly since?: string | undefined;
  readonly limit: number;
}

/** The largest list of events, in characters of their bodies. */
const MAX_LIST = 32 * 1024 * 1024;

/** See {@link openStore}. */
export type Store = ReturnType<typeof openStore>;

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

/**
 * Opens the hub's events and reports, in an SQLite database at `path`. Throws a UserError when the file cannot be opened.
 */
export function openStore(path: string) {
  const database = openDatabase(path);
  const insert = database.prepare(INSERT);
  const byKey = database.prepare("SELECT id FROM events WHERE key = ?");
  const after = database.prepare("SELECT id, received_at, body FROM events WHERE id > ? ORDER BY id LIMIT 1");
  const last = database.prepare("SELECT coalesce(max(id), 0) AS id FROM events");
  const byRun = database.prepare("SELECT id, received_at, body FROM events WHERE run_id = ? ORDER BY id LIMIT 1");
  const replace = database.prepare(REPLACE);
  const removeReport = database.prepare("DELETE FROM reports WHERE run_id = ?");
  const putReport = database.prepare("INSERT OR REPLACE INTO reports (run_id, html) VALUES (?, ?)");
  const report = database.prepare("SELECT html FROM reports WHERE run_id = ?");
  const reportExists = database.prepare("SELECT 1 FROM reports WHERE run_id = ?");
  const findRun = (runId: string) => byRun.all(runId).map(storedEvent)[0];
  return {
    ...runQueries(database),
    /**
     * Stores an event durably, unless there is one with the same key. A key of null equals no other key. The result of a run
     * replaces the note that the run was interrupted, and such a note is not stored when there is a result.
     */
    add(body: ProgressBody, { key, receivedAt }: { readonly key: string | null; readonly receivedAt: string }) {
      const values = { key, receivedAt, ...columns(body) }, earlier = findRun(values.run_id ?? "");
      const isNote = isAbandoned(body.detail), isAfterNote = earlier !== undefined && isAbandoned(earlier.detail);
      if (isNote && earlier !== undefined && !isAfterNote) return { id: earlier.id, isNew: false, isDropped: true };
      if (!isNote && isAfterNote) removeReport.run(values.run_id);
      const row = !isNote && isAfterNote ? replace.get({ ...values, earlier: earlier.id }) : insert.get(values);
      return { id: Number((row ?? byKey.get(key))?.["id"]), isNew: row !== undefined };
    },
    /** Returns the events that match the filter, newest first: as many as fit into {@link MAX_LIST}, and at least one. */
    list(filter: EventFilter) {
      const { sql, values } = listing(filter), found: StoredEvent[] = [];
      let size = 0;
      for (const row of database.prepare(sql).iterate(...values)) {
        size += String(row["body"]).length;
        if (found.length > 0 && size > MAX_LIST) break;
        found.push(storedEvent(row));
      }
      return found;
    },
    /** Returns the next event after the one with this id. */
    after: (id: number) => after.all(id).map(storedEvent)[0],
    /** Returns 0 when there are no events. */
    lastId: () => Number(last.get()?.["id"]),
    /** Returns the event with the result of a run. */
    findRun,
    /** Stores the report of a run and replaces an earlier one. */
    putReport: (runId: string, html: Uint8Array) => void putReport.run(runId, html),
    findReport: (runId: string) => htmlOf(report.get(runId)),
    hasReport: (runId: string) => reportExists.get(runId) !== undefined,
    close() {
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      database.close();
    },
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

const utc = (time: string | undefined) => time === undefined ? null : new Date(time).toISOString();

function listing({ slug, outcome, event_type, since, limit }: EventFilter) {
  const conditions = Object.entries({
    "slug = ?": slug,
    "outcome = ?": outcome,
    "event_type = ?": event_type,
    "received_at >= ?": since === undefined ? undefined : new Date(since).toISOString(),
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(([condition]) => condition).join(" AND ")}`;
  return {
    sql: `SELECT id, received_at, body FROM events ${where} ORDER BY id DESC LIMIT ?`,
    values: [...conditions.map(([, value]) => value), limit],
  };
}

function htmlOf(row: Record<string, SQLOutputValue> | undefined): Uint8Array<ArrayBuffer> | undefined {
  const html = row?.["html"];
  return html instanceof Uint8Array ? new Uint8Array(html) : undefined;
}

function storedEvent({ id, received_at, body }: Record<string, SQLOutputValue>): StoredEvent {
  return storedEventSchema.parse({ ...JSON.parse(String(body)), id, received_at });
}
