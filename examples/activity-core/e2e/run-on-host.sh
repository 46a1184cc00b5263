#!/bin/sh
# Runs this repository's end-to-end tests on this machine, as its crontab does; the arguments are those of e2e-host.
PATH=$PATH:$HOME/.e2e/bin
command -v e2e-host >/dev/null || { echo "There is no e2e-host here: e2e cron install, on a workstation, brings it" >&2; exit 127; }
exec e2e-host "$(dirname -- "$0")/.." "$@"
