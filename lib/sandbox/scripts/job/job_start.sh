#!/bin/sh
# job_start.sh DIR NAME LIMIT_S GRACE_S BYTES
# Starts the command on standard input, BYTES long, as DIR/NAME/command in the background, under job_run.sh. A second call,
# as after a lost answer, starts nothing.
# Output: "started" or "already". Exit: 0 the job runs or has run; 1 the command is incomplete, or the supervisor did not start
# within 15 s.
set -eu
mask=$(umask) # of the account, for the command
umask 077
dir=$1 job=$1/$2
word=already
cat >"$job/command.$$"
if [ "$(wc -c <"$job/command.$$")" != "$5" ]; then # incomplete, because the connection broke
  rm -f "$job/command.$$"
  echo "job_start.sh: expected a command of $5 bytes" >&2
  exit 1
fi
if mkdir "$job/started" 2>/dev/null; then
  word=started
  mv "$job/command.$$" "$job/command"
  : >>"$job/output.log"
  # Later these are only renamed or rewritten in place, which works on a full disk.
  echo down >"$job/by_down"
  echo lease >"$job/by_lease"
  echo 1 >"$job/limit"
  printf '%0256d\n' 0 >"$job/exit.new"
  : >"$job/left"
  # setsid --fork, not "&": a shell starts "&" jobs with INT and QUIT ignored, and the tests would inherit that.
  E2E_HELPER=$dir E2E_UMASK=$mask setsid --fork sh "$dir/bin/job_run.sh" "$dir" "$2" "$3" "$4" </dev/null >>"$job/supervisor.log" 2>&1
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
