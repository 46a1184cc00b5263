import type { SQLOutputValue } from "node:sqlite";
import { openDatabase } from "./open_database.ts";
import { type ProgressBody, resultDetail, type StoredEvent, storedEventSchema } from "./progress_body.ts";
import { type RunQueries, runQueries } from "./run_queries.ts";

/** Selects events for {@link Store.list}. An undefined field matches all events. */
interface EventFilter {
  readonly slug?: string | undefined;
  readonly outcome?: string | undefined;
  readonly event_type?: string | undefined;
  /** ISO 8601: received at this time or later. */
  readonly since?: string | undefined;
  readonly limit: number;
}

/** The hub's events and reports, in an SQLite database. */
export interface Store extends RunQueries {
  /** Stores an event durably, unless there is one with the same key. A key of null equals no other key. */
  readonly add: (
    body: ProgressBody,
    options: { readonly key: string | null; readonly receivedAt: string },
  ) => { readonly id: number; readonly isNew: boolean };
  /** Returns the events that match the filter, newest first. */
  readonly list: (filter: EventFilter) => readonly StoredEvent[];
  /** Returns the next events after the one with this id, oldest first. */
  readonly after: (id: number, limit: number) => readonly StoredEvent[];
  /** Returns 0 when there are no events. */
  readonly lastId: () => number;
  /** Returns the event with the result of a run. */
  readonly findRun: (runId: string) => StoredEvent | undefined;
  /** Stores the report of a run and replaces an earlier one. */
  readonly putReport: (runId: string, html: Uint8Array) => void;
  readonly findReport: (runId: string) => Uint8Array<ArrayBuffer> | undefined;
  readonly hasReport: (runId: string) => boolean;
  readonly close: () => void;
}

const INSERT = `
  INSERT INTO events (key, received_at, event_type, run_id, slug, outcome, host, started_at, ended_at, duration_ms,
    schedule, body)
  VALUES (:key, :receivedAt, :event_type, :run_id, :slug, :outcome, :host, :started_at, :ended_at, :duration_ms,
    :schedule, :body)
  ON CONFLICT (key) DO NOTHING RETURNING id`;

/** Opens the store in a file. Throws a UserError when the file cannot be opened. */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  const insert = database.prepare(INSERT);
  const byKey = database.prepare("SELECT id FROM events WHERE key = ?");
  const after = database.prepare("SELECT id, received_at, body FROM events WHERE id > ? ORDER BY id LIMIT ?");
  const last = database.prepare("SELECT coalesce(max(id), 0) AS id FROM events");
  const byRun = database.prepare("SELECT id, received_at, body FROM events WHERE run_id = ? ORDER BY id LIMIT 1");
  const putReport = database.prepare("INSERT OR REPLACE INTO reports (run_id, html) VALUES (?, ?)");
  const report = database.prepare("SELECT html FROM reports WHERE run_id = ?");
  const reportExists = database.prepare("SELECT 1 FROM reports WHERE run_id = ?");
  return {
    ...runQueries(database),
    add(body, { key, receivedAt }) {
      const row = insert.get({ key, receivedAt, ...columns(body) });
      return { id: Number((row ?? byKey.get(key))?.["id"]), isNew: row !== undefined };
    },
    list(filter) {
      const { sql, values } = listing(filter);
      return database.prepare(sql).all(...values).map(storedEvent);
    },
    after: (id, limit) => after.all(id, limit).map(storedEvent),
    lastId: () => Number(last.get()?.["id"]),
    findRun(runId) {
      const row = byRun.get(runId);
      return row && storedEvent(row);
    },
    putReport: (runId, html) => void putReport.run(runId, html),
    findReport: (runId) => htmlOf(report.get(runId)),
    hasReport: (runId) => reportExists.get(runId) !== undefined,
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
