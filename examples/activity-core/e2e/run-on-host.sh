#!/bin/sh
# Runs this repository's end-to-end tests on this machine, like its crontab does. The arguments are those of e2e-host.
PATH=$PATH:$HOME/.e2e/bin
command -v e2e-host >/dev/null || { echo "e2e-host is not installed here: run e2e cron install on a workstation" >&2; exit 127; }
exec e2e-host "$(dirname -- "$0")/.." "$@"
