#!/bin/sh
# One run on this host, natively. The host's crontab calls it.
cd "$(dirname -- "$0")/.." || exit 70
command -v e2e-host >/dev/null && exec e2e-host "$PWD" "$@"
echo "e2e-host is not installed: the toolkit's README says how to get it" >&2; exit 127
