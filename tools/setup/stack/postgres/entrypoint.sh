#!/bin/sh
# entrypoint.sh COMMAND…
# Creates the database of POSTGRES_USER, _PASSWORD and _DB if it is missing, with /docker-entrypoint-initdb.d/*.sql, then
# runs COMMAND. The server does not listen on TCP before that.
set -eu
: "${POSTGRES_USER:=postgres}" "${POSTGRES_DB:=$POSTGRES_USER}" "${POSTGRES_PASSWORD:?is required}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  password=$(mktemp)
  echo "$POSTGRES_PASSWORD" >"$password"
  initdb --username="$POSTGRES_USER" --pwfile="$password" --auth-local=trust --auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8 -N >/dev/null
  rm "$password"
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  pg_ctl -w -s -o "-c listen_addresses='' -k /tmp" start
  [ "$POSTGRES_DB" = postgres ] || createdb -h /tmp -U "$POSTGRES_USER" "$POSTGRES_DB"
  for file in /docker-entrypoint-initdb.d/*.sql; do
    [ ! -e "$file" ] || psql -q -v ON_ERROR_STOP=1 -h /tmp -U "$POSTGRES_USER" -d "$POSTGRES_DB" -f "$file"
  done
  pg_ctl -w -s -m fast stop
fi
exec "$@" -c listen_addresses='*' -k /tmp
