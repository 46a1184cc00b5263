#!/bin/sh
# keep.sh DIR EPOCH_S
# Keeps the sandbox until EPOCH_S (seconds since 1970), and starts its watcher if none runs.
# Output: none. Exit: 0 kept; 4 the sandbox is gone or is being removed; other when that cannot be written.
set -eu
{ command exec 9<"$1"; } 2>/dev/null || exit 4
flock -s -w 2 9 || exit 4
[ -d "$1" ] || exit 4
echo "$2" >"$1/keep_until.new"
mv "$1/keep_until.new" "$1/keep_until"
exec 9<&- # the watcher must not inherit the lock
sh "$1/bin/watch.sh" "$1"
