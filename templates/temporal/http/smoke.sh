#!/bin/sh
# Checks Temporal and its web interface. The tool sets their addresses; without it they are on localhost.
set -u
failed=0

expect() { # NAME COMMAND…
  name=$1
  shift
  if "$@" >/dev/null; then echo "PASS $name"; else
    echo "FAIL $name"
    failed=1
  fi
}

expect 'the server is healthy' docker compose exec -T temporal temporal operator cluster health
expect 'the web interface answers' curl -sS --fail --max-time 10 "http://${E2E_TEMPORAL_8233:-localhost:8233}/"
exit "$failed"
