#!/bin/sh
# keep.sh DIR KEEP_S
# Keeps the sandbox for at least KEEP_S seconds from now, by this host's clock, and starts its watcher if none runs.
# Output: the time until which the sandbox is kept (seconds since 1970). Exit: 0 kept; 4 the sandbox is gone or is being
# removed; other when that cannot be written.
set -eu
umask 077
{ command exec 9<"$1"; } 2>/dev/null || exit 4
flock -s -w 2 9 || exit 4
[ -d "$1" ] || exit 4
until=$(($(date +%s) + $2)) kept=
read -r kept 2>/dev/null <"$1/keep_until" || true
case $kept in '' | *[!0-9]*) ;; *) [ "$until" -gt "$kept" ] || until=$kept ;; esac
echo "$until" >"$1/keep_until.$$"
mv -T "$1/keep_until.$$" "$1/keep_until"
exec 9<&- # the watcher must not inherit the lock
sh "$1/bin/watch.sh" "$1"
echo "$until"
