#!/bin/sh
# Asks the running stack what a user would ask. The toolkit says where it is; by hand it is on localhost.
set -u
base="http://${E2E_WEB_8080:-localhost:8080}"
failed=0

expect() { # NAME PATH WANTED: a pattern for the status
  status=$(curl -sS --max-time 10 -o /dev/null -w '%{http_code}' "$base$2")
  if echo "$status" | grep -q "^$3\$"; then echo "PASS $1"; else
    echo "FAIL $1: wanted $3, got $status"
    failed=1
  fi
}

expect 'answers without an error' '/hello' '[1-4]..'
exit "$failed"
