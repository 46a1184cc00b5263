import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { messageOf, UserError } from "../../errors.ts";

/**
 * The SQL that creates each version of the schema from the previous one. `user_version` is the number of migrations
 * applied.
 */
const MIGRATIONS = [
  `CREATE TABLE events (
     id INTEGER PRIMARY KEY,
     key TEXT UNIQUE,
     received_at TEXT NOT NULL,
     event_type TEXT NOT NULL,
     run_id TEXT, slug TEXT, outcome TEXT, host TEXT, started_at TEXT, ended_at TEXT, duration_ms INTEGER, schedule TEXT,
     body TEXT NOT NULL CHECK (json_valid(body))
   ) STRICT;
   CREATE INDEX events_type ON events (event_type);
   CREATE INDEX events_slug ON events (slug);
   CREATE INDEX events_outcome ON events (outcome);
   CREATE INDEX events_run ON events (run_id);
   CREATE INDEX events_runs ON events (slug, started_at, outcome, run_id, host, ended_at, duration_ms, schedule)
     WHERE slug IS NOT NULL;
   CREATE TABLE reports (run_id TEXT PRIMARY KEY, html BLOB NOT NULL) STRICT;`,
  // the last that is known of a schedule; `schedule` is null after its removal
  `CREATE TABLE schedules (
     slug TEXT NOT NULL, host TEXT NOT NULL, at TEXT NOT NULL, schedule TEXT, PRIMARY KEY (slug, host)
   ) STRICT;
   INSERT INTO schedules SELECT slug, host, max(started_at), schedule FROM events
     WHERE slug IS NOT NULL AND schedule IS NOT NULL GROUP BY slug, host;`,
  `UPDATE events SET slug = body ->> '$.detail.slug' WHERE event_type = 'e2e_schedule';`,
] as const;

/**
 * Opens the hub's database, which only this user can read. Creates or migrates it if needed. Throws a UserError when it
 * cannot be opened, or a newer version of the tool wrote it.
 */
export function openDatabase(path: string): DatabaseSync {
  try {
    makePrivate(path);
    const database = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: true });
    database.exec("PRAGMA journal_mode = WAL");
    migrate(database, path);
    return database;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Cannot open the hub's database "${path}": ${messageOf(error)}`,
      { hint: "--db FILE uses another file", outcome: "infra" },
    );
  }
}

/** SQLite gives the files that it creates next to the database the same mode. Source: SQLite, findCreateFileMode. */
function makePrivate(path: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  Deno.openSync(path, { write: true, create: true, mode: 0o600 }).close();
  Deno.chmodSync(path, 0o600);
}

function migrate(database: DatabaseSync, path: string): void {
  database.exec("BEGIN IMMEDIATE");
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version > MIGRATIONS.length) {
    throw new UserError(`Cannot use the hub's database "${path}": a newer version of the tool wrote it`, {
      hint: "update the tool, or use another file: --db FILE",
    });
  }
  for (const step of MIGRATIONS.slice(version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}
