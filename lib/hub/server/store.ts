import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { eventAdder } from "./add_event.ts";
import { openDatabase } from "./open_database.ts";
import { type StoredEvent, storedEventSchema } from "./progress_body.ts";
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

/** A stored event as JSON: its body, and the fields that the hub added. */
const EVENT = "json_set(body, '$.id', id, '$.received_at', received_at) AS event";

/** The largest list of events, in characters. */
const MAX_LIST = 32 * 1024 * 1024;

/** See {@link openStore}. */
export type Store = ReturnType<typeof openStore>;

/**
 * Opens the hub's events and reports, in an SQLite database at `path`. Throws a UserError when the file cannot be opened.
 */
export function openStore(path: string) {
  const database = openDatabase(path);
  const after = database.prepare("SELECT id FROM events WHERE id > ? ORDER BY id LIMIT 1");
  const byId = database.prepare(`SELECT id, ${EVENT} FROM events WHERE id = ?`);
  const last = database.prepare("SELECT coalesce(max(id), 0) AS id FROM events");
  const byRun = database.prepare("SELECT id, received_at, body FROM events WHERE run_id = ? ORDER BY id LIMIT 1");
  const putReport = database.prepare("INSERT OR REPLACE INTO reports (run_id, html) VALUES (?, ?)");
  const report = database.prepare("SELECT html FROM reports WHERE run_id = ?");
  const reportExists = database.prepare("SELECT 1 FROM reports WHERE run_id = ?");
  const findRun = (runId: string) => byRun.all(runId).map(storedEvent)[0];
  let latest: { readonly id: number; readonly json: string } | undefined; // an event with an id does not change
  return {
    ...runQueries(database),
    add: eventAdder(database),
    list: (filter: EventFilter) => list(database, filter),
    /** Returns the next event after the one with this id, as JSON. Reads it once for all streams. */
    after(lastId: number) {
      const id = Number(after.get(lastId)?.["id"] ?? NaN);
      if (Number.isNaN(id)) return undefined;
      return latest = latest?.id === id ? latest : { id, json: String(byId.get(id)?.["event"]) };
    },
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

/** Returns the events that match the filter as a JSON array, newest first: as many as fit into {@link MAX_LIST}, and at least one. */
function list(database: DatabaseSync, filter: EventFilter): string {
  const { sql, values } = listing(filter), found: string[] = [];
  let size = 0;
  for (const { event } of database.prepare(sql).iterate(...values)) {
    size += String(event).length;
    if (found.length > 0 && size > MAX_LIST) break;
    found.push(String(event));
  }
  return `[${found.join(",")}]`;
}

function listing({ slug, outcome, event_type, since, limit }: EventFilter) {
  const conditions = Object.entries({
    "slug = ?": slug,
    "outcome = ?": outcome,
    "event_type = ?": event_type,
    "received_at >= ?": since === undefined ? undefined : new Date(since).toISOString(),
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(([condition]) => condition).join(" AND ")}`;
  return {
    sql: `SELECT ${EVENT} FROM events ${where} ORDER BY id DESC LIMIT ?`,
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
