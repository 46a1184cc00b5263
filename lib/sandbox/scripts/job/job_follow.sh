#!/bin/sh
# job_follow.sh DIR NAME OFFSET
# Standard output: the job's output, raw, from byte OFFSET on, until the job has ended and the last byte was sent.
# Standard error: at the end one line "e2e-exit " and the exit file's, or "e2e-lost" if the supervisor died without one.
# Output and trailer cannot be mixed up, whatever the job prints: they are two streams.
# Exit: 0 after a trailer; 1 when the client is gone. Keep standard input open: its end means that the client is gone.
# OFFSET + bytes received must equal the trailer's bytes=; if not, the client asks again from where it is.
set -eu
dir=$1 job=$1/$2
[ "${E2E_HELPER-}" = "$dir" ] || E2E_HELPER=$dir exec sh "$0" "$@"

flock -s "$job/lock" true </dev/null & # returns when the supervisor has ended, however it ended
ended=$!
tail -c "+$(($3 + 1))" -s 0.01 --pid="$ended" -f "$job/output.log" 2>/dev/null &
sent=$!
exec 3<&0
{
  cat <&3 >/dev/null
  kill "$ended" "$sent"
} 2>/dev/null >&2 &
hangup=$!

wait "$ended" || exit 1 # also reaps it; tail would take a zombie for a living process
wait "$sent" || exit 1
kill "$hangup" 2>/dev/null || true
if [ -e "$job/exit" ]; then
  read -r line <"$job/exit"
  echo "e2e-exit $line" >&2
else
  echo "e2e-lost" >&2
fi
