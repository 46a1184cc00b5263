#!/bin/sh
# job_start.sh DIR NAME LIMIT_S GRACE_S BYTES
# Starts the command that comes on standard input, all BYTES of it, once, as DIR/NAME/command, detached from this connection; see job_run.sh
# for what the supervisor does.
# Output: "started" or "already". Exit: 0 the job runs or has run; 1 the supervisor did not come up within 15 s.
# Calling it again after a lost answer is safe: the mkdir decides, and never twice.
set -eu
dir=$1 job=$1/$2
word=already
(umask 077 && cat >"$job/command.$$")
if [ "$(wc -c <"$job/command.$$")" != "$5" ]; then # a connection that broke: half a command is none
  rm -f "$job/command.$$"
  echo "job_start.sh: wanted a command of $5 bytes" >&2
  exit 1
fi
if mkdir "$job/started" 2>/dev/null; then
  word=started
  mv "$job/command.$$" "$job/command"
  : >>"$job/output.log"
  # What has to be noted later is written now: then a full disk cannot keep it from being noted.
  echo down >"$job/by_down"
  echo lease >"$job/by_lease"
  echo 1 >"$job/limit"
  printf '%0256d\n' 0 >"$job/exit.new"
  : >"$job/left"
  # setsid --fork, not "&": a shell starts "&" jobs with INT and QUIT ignored, and the tests would inherit that.
  E2E_HELPER=$dir setsid --fork sh "$dir/bin/job_run.sh" "$dir" "$2" "$3" "$4" </dev/null >>"$job/supervisor.log" 2>&1
else
  rm -f "$job/command.$$"
fi

rounds=0
until [ -s "$job/pid" ] || [ -e "$job/exit" ]; do
  rounds=$((rounds + 1))
  [ "$rounds" -le 750 ] || exit 1
  sleep 0.02
done
echo "$word"
