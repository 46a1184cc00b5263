#!/bin/sh
# keep.sh DIR EPOCH_S
# Marks the sandbox as kept until then (seconds since 1970), and sees to it that a watcher runs.
# Output: none. Exit: 0 kept; other when it cannot be marked.
set -eu
echo "$2" >"$1/keep_until.new"
mv "$1/keep_until.new" "$1/keep_until"
sh "$1/bin/watch.sh" "$1"
