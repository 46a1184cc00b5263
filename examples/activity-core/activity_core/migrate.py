"""Brings the database up to date: python -m activity_core.migrate. Each file of db/migrations is run once, in order."""

from pathlib import Path

import psycopg

from .settings import DATABASE_URL

MIGRATIONS = Path(__file__).parent.parent / "db" / "migrations"


def main() -> None:
    with psycopg.connect(DATABASE_URL, connect_timeout=5) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('activity-core migrations'))")
        connection.execute("CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY)")
        done = {name for (name,) in connection.execute("SELECT name FROM schema_migrations")}
        for file in sorted(MIGRATIONS.glob("*.sql")):
            if file.name not in done:
                connection.execute(file.read_text())
                connection.execute("INSERT INTO schema_migrations VALUES (%s)", [file.name])
                print(f"Ran {file.name}")


if __name__ == "__main__":
    main()
