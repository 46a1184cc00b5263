#!/bin/sh
# Inspects the running stack. The tool sets COMPOSE_FILE and COMPOSE_PROJECT_NAME.
set -u
failed=0

expect_running() { # SERVICE
  if docker compose ps --services --status running | grep -Fx -- "$1" >/dev/null; then echo "PASS $1 runs"; else
    echo "FAIL $1 does not run"
    failed=1
  fi
}

expect_running 'web'
exit "$failed"
