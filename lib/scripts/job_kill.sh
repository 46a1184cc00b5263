#!/bin/sh
# job_kill.sh DIR GRACE_S
# Ends every process of the sandbox's jobs: TERM, and KILL to what is there after the grace period.
# A process belongs to the job when it is in the command's process group, carries E2E_SANDBOX=DIR in its environment,
# or, without a terminal, has a job's output open or its cwd inside DIR/repo. Spared: the tool's helpers (E2E_HELPER,
# E2E_WATCHER), whoever called this script, and a person's shell that merely stands in the sandbox.
# Output: one line PID<TAB>NAME for each process found at first. Exit: 0 none is left, 1 some are.
# Escapes: a daemon with a new session AND a cleared environment AND another cwd AND its output closed; what runs as
# another user that we cannot look into (sudo); what another daemon starts for us (docker run, at, systemd-run).
set -eu
dir=$1 grace=${2%.*}
cd /
glob=$(printf '%s\n' "$dir" | sed 's/[][*?\\]/\\&/g') # -lname takes a pattern

field() { # PID N: value = field N after the name in /proc/PID/stat: 2 parent, 5 terminal
  value=0
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
  # shellcheck disable=SC2086 # fields
  set -- "$2" ${stat##*) }
  shift "$1"
  value=$1
}

callers='' value=$$
while [ "$value" -gt 1 ]; do
  callers="$callers$value
"
  field "$value" 2
done

group() { # the recorded number means our group only while the supervisor lives: numbers are used again
  for job in "$dir"/job*/; do
    [ -s "$job/pid" ] || continue
    ! flock -n -s "$job/lock" true || continue
    read -r leader <"$job/pid"
    ! kill -0 "-$leader" 2>/dev/null || echo "-$leader"
  done
}

marked() {
  grep -lszxF "$@" /proc/[0-9]*/environ | cut -d/ -f3
}

at_work() { # zombies have neither files nor environment, so they do not count anywhere here
  find /proc/[0-9]*/cwd /proc/[0-9]*/fd -maxdepth 1 \( -lname "$glob/repo" -o -lname "$glob/repo/*" \
    -o -lname "$glob/job*/output.log" \) 2>/dev/null | cut -d/ -f3 | sort -u | while read -r pid; do
    field "$pid" 5 # its terminal
    [ "$value" != 0 ] || echo "$pid"
  done
}

found() { # the group as a negative number first, then processes; who is spared is asked last, or a new follower is missed
  group
  members=$({ marked -e "E2E_SANDBOX=$dir" || true; at_work; } | sort -un)
  spared=$callers$(marked -e "E2E_HELPER=$dir" -e "E2E_WATCHER=$dir") || true
  [ -z "$members" ] || printf '%s\n' "$members" | grep -vxF "$spared" || true
}

signal() { # SIGNAL PIDS
  for pid in $2; do kill "-$1" "$pid" 2>/dev/null || true; done
}

pids=$(found)
[ -n "$pids" ] || exit 0
for pid in $pids; do
  if [ "$pid" = "$pids" ] && [ "$pid" -lt 0 ]; then printf '%s\t(only its group is known)\n' "$pid"
  elif read -r name 2>/dev/null <"/proc/$pid/comm"; then printf '%s\t%s\n' "$pid" "$name"; fi
done

signal TERM "$pids"
rounds=$((grace * 10))
while [ -n "$pids" ] && [ "$rounds" -gt 0 ]; do
  sleep 0.1
  rounds=$((rounds - 1))
  pids=$(found)
done
for _ in 1 2 3 4 5 6 7 8 9 10; do # again and again: a process may fork while it is being looked for
  signal KILL "$pids"
  pids=$(found)
  [ -n "$pids" ] || exit 0
  sleep 0.1
done
exit 1
