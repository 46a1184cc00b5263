#!/bin/sh
# hold.sh DIR KEEP_S
# Holds a kept sandbox for somebody who uses it again: nobody else gets it meanwhile, it is kept for KEEP_S from now at
# least, and one more job has a directory of its own.
# Output: the job's name, "job-2" and so on, and the time until which the sandbox is kept (seconds since 1970); then it goes
# on, with an empty line now and then, until standard input ends: that means that the client is gone.
# Exit: 0 it was held; 3 the sandbox is not kept, its run goes on; 4 it is gone or is being taken down; 75 it is in use; other
# when it cannot be kept.
set -eu
dir=$1
{ command exec 8<"$dir/run.json"; } 2>/dev/null || exit 4
flock -w 1 8 || exit 75
kept=
read -r kept 2>/dev/null <"$dir/keep_until" || exit 3
for lock in "$dir"/job*/lock; do
  [ ! -e "$lock" ] || flock -w 5 -s "$lock" true || exit 75 # one that was ended says its last words
done
until=$(($(date +%s) + $2))
[ "$until" -gt "$kept" ] || until=$kept
sh "$dir/bin/keep.sh" "$dir" "$until" 8>&- # the watcher that it may start must not hold the lock
number=2
until mkdir "$dir/job-$number" 2>/dev/null; do
  number=$((number + 1))
  [ "$number" -le 9999 ]
done
echo "job-$number $until"
# A write into a connection that is half gone ends it at last.
while sleep 5 >/dev/null 2>&1 && echo; do :; done 2>/dev/null 8>&- &
ticks=$!
cat >/dev/null
kill "$ticks" 2>/dev/null || true
