#!/bin/sh
# keep.sh DIR EPOCH_S
# Marks the sandbox as kept until then (seconds since 1970), and sees to it that a watcher runs.
# Output: none. Exit: 0 kept; 4 the sandbox is gone or is being taken down; other when it cannot be marked.
set -eu
{ command exec 9<"$1"; } 2>/dev/null || exit 4
flock -s -w 2 9 || exit 4
[ -d "$1" ] || exit 4
echo "$2" >"$1/keep_until.new"
mv "$1/keep_until.new" "$1/keep_until"
exec 9<&- # the watcher must not inherit the lock
sh "$1/bin/watch.sh" "$1"
