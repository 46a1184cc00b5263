#!/bin/sh
# hold.sh DIR KEEP_S
# Locks a kept sandbox for one client that uses it again, keeps it for at least KEEP_S seconds from now, and creates the
# directory of another job.
# Output: the job's name ("job-2" and so on) and the time until which the sandbox is kept (seconds since 1970), then an empty
# line every 5 s, until standard input ends, which means that the client is gone.
# Exit: 0 the lock was held; 3 the sandbox is not kept, its run is still in progress; 4 it is gone or is being removed; 75
# another client uses it; other when it cannot be kept.
set -eu
umask 077
dir=$1
{ command exec 8<"$dir/run.json"; } 2>/dev/null || exit 4
flock -w 1 8 || exit 75
[ -s "$dir/keep_until" ] || exit 3
for lock in "$dir"/job*/lock; do
  [ ! -e "$lock" ] || flock -w 5 -s "$lock" true || exit 75 # after the end of a job its supervisor still writes
done
until=$(sh "$dir/bin/keep.sh" "$dir" "$2" 8>&-) # the watcher that it may start must not hold the lock
number=2
until mkdir "$dir/job-$number" 2>/dev/null; do
  number=$((number + 1))
  [ "$number" -le 9999 ]
done
echo "job-$number $until"
# Writing ends a connection whose other side is gone.
while sleep 5 >/dev/null 2>&1 && echo; do :; done 2>/dev/null 8>&- &
ticks=$!
cat >/dev/null
kill "$ticks" 2>/dev/null || true
