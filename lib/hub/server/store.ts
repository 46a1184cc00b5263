import type { SQLOutputValue } from "node:sqlite";
import { openDatabase } from "./open_database.ts";
import { type ProgressBody, resultDetail } from "./progress_body.ts";
import { type RunQueries, runQueries } from "./run_rows.ts";

/** An event as it was posted, with what the hub added. */
export type StoredEvent = ProgressBody & { readonly id: number; readonly received_at: string };

/** What {@link Store.list} leaves out; undefined leaves out nothing. */
export interface EventFilter {
  readonly slug?: string | undefined;
  readonly outcome?: string | undefined;
  readonly event_type?: string | undefined;
  /** ISO 8601: what the hub got at this time or later. */
  readonly since?: string | undefined;
  readonly limit: number;
}

/** The hub's events and reports, in an SQLite database. */
export interface Store extends RunQueries {
  /** Keeps an event, durably; of those with the same key only the first. A key of null is like no other. */
  readonly add: (
    body: ProgressBody,
    options: { readonly key: string | null; readonly receivedAt: string },
  ) => { readonly id: number; readonly isNew: boolean };
  /** The events that pass the filter, the newest first. */
  readonly list: (filter: EventFilter) => readonly StoredEvent[];
  /** The next events behind that one, the oldest first. */
  readonly after: (id: number, limit: number) => readonly StoredEvent[];
  /** 0 when there are none. */
  readonly lastId: () => number;
  /** The event that told the result of a run. */
  readonly findRun: (runId: string) => StoredEvent | undefined;
  /** Keeps the report of a run instead of the one before. */
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

/** Opens the store in a file. Throws a UserError when that cannot be. */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  const insert = database.prepare(INSERT);
  const byKey = database.prepare("SELECT id FROM events WHERE key = ?");
  const after = database.prepare("SELECT id, received_at, body FROM events WHERE id > ? ORDER BY id LIMIT ?");
  const last = database.prepare("SELECT coalesce(max(id), 0) AS id FROM events");
  const byRun = database.prepare("SELECT id, received_at, body FROM events WHERE run_id = ? ORDER BY id LIMIT 1");
  const putReport = database.prepare("INSERT OR REPLACE INTO reports (run_id, html) VALUES (?, ?)");
  const report = database.prepare("SELECT html FROM reports WHERE run_id = ?");
  const reportThere = database.prepare("SELECT 1 FROM reports WHERE run_id = ?");
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
    findReport: (runId) => report.get(runId)?.["html"] as Uint8Array<ArrayBuffer> | undefined,
    hasReport: (runId) => reportThere.get(runId) !== undefined,
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

function storedEvent({ id, received_at, body }: Record<string, SQLOutputValue>): StoredEvent {
  return { ...JSON.parse(String(body)) as ProgressBody, id: Number(id), received_at: String(received_at) };
}
