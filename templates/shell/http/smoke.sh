#!/bin/sh
# Sends the running stack a request as a user would. The tool sets its address; without it the address is localhost.
set -u
base="http://${E2E_WEB_8080:-localhost:8080}"
failed=0

expect() { # NAME PATH STATUS: STATUS is a pattern
  status=$(curl -sS --globoff --max-time 10 -o /dev/null -w '%{http_code}' "$base$2")
  if echo "$status" | grep -q "^$3\$"; then echo "PASS $1"; else
    echo "FAIL $1: expected $3, found $status"
    failed=1
  fi
}

expect 'answers without an error' '/hello' '[1-4]..'
exit "$failed"
