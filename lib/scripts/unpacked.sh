#!/bin/sh
# unpacked.sh [NAME TEXT]… -- SCRIPT [ARGUMENT]…
# Runs one of the scripts on a host where no sandbox has them, from a temporary directory that goes away: in memory where
# there is such a place, because a full disk must not stop a removal.
# Output and exit status: the script's.
set -eu
unset E2E_HELPER E2E_SANDBOX # whoever works in a sandbox's shell: this is none of its processes
bin=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$bin"' EXIT
trap 'exit 143' HUP INT TERM
while [ "$1" != -- ]; do
  printf '%s' "$2" >"$bin/$1"
  shift 2
done
script=$2
shift 2
sh "$bin/$script" "$@"
