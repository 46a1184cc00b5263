#!/bin/sh
# unpacked.sh [NAME TEXT]… -- SCRIPT [ARGUMENT]…
# Runs one of the scripts on a host where no sandbox has them, from a temporary directory that goes away.
# Output and exit status: the script's.
set -eu
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
trap 'exit 143' HUP INT TERM
while [ "$1" != -- ]; do
  printf '%s' "$2" >"$bin/$1"
  shift 2
done
script=$2
shift 2
sh "$bin/$script" "$@"
