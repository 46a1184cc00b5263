#!/bin/sh
# job_kill.sh DIR GRACE_S [SUPERVISOR]
# Ends every process of the sandbox's jobs: TERM first, KILL after GRACE_S seconds.
# A process belongs to a job when it is in the command's process group or session, has E2E_SANDBOX=DIR in its environment, or
# has a job's output open for writing. Not ended: the tool's helpers (E2E_HELPER, E2E_WATCHER), the callers of this script, and
# processes of another PID or mount namespace: those in a container are ended by its engine.
# Not found: a daemon with a session of its own, a cleared environment and closed output; processes of another user (sudo);
# processes that another daemon starts (docker run, at, systemd-run).
# Output: one line PID<TAB>NAME for each process found at first. With SUPERVISOR, the pid of the job's supervisor, also the
# processes that may belong to the job and are not ended: daemons (session leaders, or in a session without one) that were
# started since by this user in the same control group, and whose environment cannot be read (ssh-agent), or that have
# E2E_SANDBOX=DIR in another namespace. Exit: 0 none is left; 1 some are.
set -eu
dir=$1 grace=${2%.*} supervisor=${3-}
cd /
glob=$(printf '%s\n' "$dir" | sed 's/[][*?\\]/\\&/g') # -lname takes a pattern

field() { # PID N: value = field N after the name in /proc/PID/stat: 1 state, 2 parent, 4 session, 20 start
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

leaders() { # the recorded pid belongs to the job only while its supervisor runs: pids are used again
  for job in "$dir"/job*/; do
    [ -s "$job/pid" ] || continue
    ! flock -n -s "$job/lock" true || continue
    read -r leader <"$job/pid"
    echo "$leader"
  done
}

marked() {
  grep -lszxF "$@" /proc/[0-9]*/environ | cut -d/ -f3
}

group_runs() { # GROUP: it has a process that has not ended, or one that this user cannot see
  kill -0 "-$1" 2>/dev/null || return 1
  states=$(grep -hsE "\) [A-Za-z] [0-9]+ $1 " /proc/[0-9]*/stat) || true # grep fails too when another process has ended
  if [ -n "$states" ]; then printf '%s\n' "$states" | grep -qE "\) [^ZX] [0-9]+ $1 "
  else kill -0 "-$1" 2>/dev/null; fi
}

session() { # LEADER: its process group as a negative number, and the other processes of its session, without zombies
  ! group_runs "$1" || echo "-$1"
  grep -lsE "\) [^ZX] [0-9]+ ([0-9]+ $1|$1 [0-9]+) " /proc/[0-9]*/stat | cut -d/ -f3 || true
}

writers() { # the last digit of the flags shows whether a file is open for writing. Source: proc(5), fdinfo
  find /proc/[0-9]*/fd -maxdepth 1 -lname "$glob/job*/output.log" 2>/dev/null | sed 's#/fd/#/fdinfo/#' |
    xargs -r grep -lsE '^flags:.*[1256]$' | cut -d/ -f3 || true
}

is_here() { # PID: its namespaces can be read, and are those of this process
  # shellcheck disable=SC3013 # dash, busybox and bash have -ef
  [ "/proc/$1/ns/pid" -ef /proc/self/ns/pid ] && [ "/proc/$1/ns/mnt" -ef /proc/self/ns/mnt ]
}

found() { # process groups as negative numbers, then processes. Lists those to spare last: a follower may start meanwhile
  members=$({
    for leader in $(leaders); do session "$leader"; done
    for pid in $({ marked -e "E2E_SANDBOX=$dir" || true; writers; } | sort -un); do ! is_here "$pid" || echo "$pid"; done
  } | sort -un)
  spared=$callers$(marked -e "E2E_HELPER=$dir" -e "E2E_WATCHER=$dir") || true
  [ -z "$members" ] || printf '%s\n' "$members" | grep -vxF "$spared" || true
}

name() { # PID [REMARK]
  ! read -r comm 2>/dev/null <"/proc/$1/comm" || printf '%s\t%s%s\n' "$1" "$comm" "${2-}"
}

not_ended() { # processes that may belong to the job and are not ended
  field "$supervisor" 20
  since=$value
  grep -lsE "^Uid:[[:space:]]$(id -u)[[:space:]]" /proc/[0-9]*/status | cut -d/ -f3 | while read -r pid; do
    field "$pid" 20
    if [ "$value" -lt "$since" ] || ! cmp -s "/proc/$pid/cgroup" /proc/self/cgroup; then continue; fi
    field "$pid" 4
    if [ "$value" != "$pid" ] && [ -e "/proc/$value" ]; then continue; fi # in a session that goes on, such as timeout's
    field "$pid" 1
    if [ "$value" = Z ]; then continue
    elif ! { command exec 5<"/proc/$pid/environ"; } 2>/dev/null; then name "$pid" ' (not ended: it cannot be looked into)'
    elif ! is_here "$pid" && grep -qszxF "E2E_SANDBOX=$dir" "/proc/$pid/environ"; then
      name "$pid" ' (not ended: it is in another namespace)'
    fi
  done
}

signal() { # SIGNAL PIDS
  for pid in $2; do kill "-$1" "$pid" 2>/dev/null || true; done
}

[ -z "$supervisor" ] || not_ended
pids=$(found)
[ -n "$pids" ] || exit 0
for pid in $pids; do
  if [ "$pid" = "$pids" ] && [ "$pid" -lt 0 ]; then printf '%s\t(only its group is known)\n' "$pid"
  elif [ "$pid" -gt 0 ]; then name "$pid"; fi
done

now() { # hundredths of a second: on a busy machine a search takes long
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}"
}

signal TERM "$pids"
until=$(($(now) + grace * 100))
while [ -n "$pids" ] && [ "$(now)" -lt "$until" ]; do
  sleep 0.1
  pids=$(found)
done
for _ in 1 2 3 4 5 6 7 8 9 10; do # repeatedly: a process may fork during the search
  signal KILL "$pids"
  pids=$(found)
  [ -n "$pids" ] || exit 0
  sleep 0.1
done
exit 1
