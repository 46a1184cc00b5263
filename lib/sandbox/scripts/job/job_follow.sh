#!/bin/sh
# job_follow.sh DIR NAME OFFSET
# Follows a job until it has ended. The client keeps standard input open: its end means that the client is gone.
# Standard output: the job's output, unchanged, from byte OFFSET on.
# Standard error: at the end one line, "e2e-exit " and the text of the exit file, or "e2e-lost" when the supervisor died before
# it wrote one. The job's output cannot contain this line, because it is another stream.
# Exit: 0 after that line; 1 when the client is gone.
# OFFSET and the bytes received must add up to the bytes= of the line; otherwise the client follows again from there.
set -eu
dir=$1 job=$1/$2
[ "${E2E_HELPER-}" = "$dir" ] || E2E_HELPER=$dir exec sh "$0" "$@"

flock -s "$job/lock" true </dev/null & # ends with the supervisor, in whatever way that ends
ended=$!
tail -c "+$(($3 + 1))" -s 0.01 --pid="$ended" -f "$job/output.log" 2>/dev/null &
sent=$!
exec 3<&0
{
  cat <&3 >/dev/null
  kill "$ended" "$sent"
} 2>/dev/null >&2 &
hangup=$!

wait "$ended" || exit 1 # also reaps it: for tail a zombie is a running process
wait "$sent" || exit 1
kill "$hangup" 2>/dev/null || true
if [ -e "$job/exit" ]; then
  read -r line <"$job/exit"
  echo "e2e-exit $line" >&2
else
  echo "e2e-lost" >&2
fi
