#!/bin/sh
# entrypoint.sh autosetup
# Creates Temporal's databases in the Postgres of POSTGRES_SEEDS, DB_PORT, POSTGRES_USER and POSTGRES_PWD if they are
# missing, updates their schemas, then runs the server and creates the namespace "default".
set -eu
: "${DB_PORT:=5432}"
BIND_ON_IP=$(hostname -i) TEMPORAL_BROADCAST_ADDRESS=$BIND_ON_IP TEMPORAL_ADDRESS=$BIND_ON_IP:7233
export BIND_ON_IP TEMPORAL_BROADCAST_ADDRESS TEMPORAL_ADDRESS

until bash -c ": </dev/tcp/$POSTGRES_SEEDS/$DB_PORT" 2>/dev/null; do
  echo "Waiting for PostgreSQL to start"
  sleep 1
done

for database in temporal visibility; do
  sql() {
    SQL_PASSWORD=$POSTGRES_PWD temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "$DB_PORT" \
      -u "$POSTGRES_USER" --db "$name" "$@"
  }
  name=$database
  [ "$name" = temporal ] || name=temporal_visibility
  sql create
  sql setup-schema -v 0.0
  sql update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$database/versioned"
done

make_namespace() {
  until temporal operator cluster health >/dev/null 2>&1; do sleep 0.5; done
  until temporal operator namespace describe default >/dev/null 2>&1 ||
    temporal operator namespace create default --retention 1d; do sleep 1; done
}

make_namespace &
exec temporal-server --root /etc/temporal --env docker start
