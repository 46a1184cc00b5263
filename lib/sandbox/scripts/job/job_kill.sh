#!/bin/sh
# job_kill.sh DIR GRACE_S [SUPERVISOR]
# Ends every process of the sandbox's jobs: TERM, and KILL to what is there after the grace period.
# A process belongs to a job when it is in the command's process group or session, carries E2E_SANDBOX=DIR in its
# environment, or has a job's output open for writing. Spared: the tool's helpers (E2E_HELPER, E2E_WATCHER), whoever called
# this script, and processes of another PID or mount namespace: what runs in a container is its engine's to end.
# Output: one line PID<TAB>NAME for each process found at first. With SUPERVISOR, the pid of the job's supervisor, also what
# may be the job's and is not ended: a daemon (it leads its session, or nobody does) that was started since, by the same user
# and in the same control group, and is closed to a look, such as ssh-agent, or of another namespace with E2E_SANDBOX=DIR. Exit: 0 none is left, 1 some are.
# Escapes: a daemon with a new session AND a cleared environment AND its output closed; what runs as another user (sudo);
# what another daemon starts for us (docker run, at, systemd-run).
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

leaders() { # the recorded number means our session only while the supervisor lives: numbers are used again
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

session() { # LEADER: its group as a negative number, and who else is in its session; zombies do not count
  ! kill -0 "-$1" 2>/dev/null || echo "-$1"
  grep -lsE "\) [^ZX] [0-9]+ ([0-9]+ $1|$1 [0-9]+) " /proc/[0-9]*/stat | cut -d/ -f3 || true
}

writers() { # Source: proc(5), fdinfo: the last digit of the flags says whether a file is open for writing
  find /proc/[0-9]*/fd -maxdepth 1 -lname "$glob/job*/output.log" 2>/dev/null | sed 's#/fd/#/fdinfo/#' |
    xargs -r grep -lsE '^flags:.*[1256]$' | cut -d/ -f3 || true
}

is_ours() { # PID: its namespaces can be looked at, and are these
  # shellcheck disable=SC3013 # dash, busybox and bash have -ef
  [ "/proc/$1/ns/pid" -ef /proc/self/ns/pid ] && [ "/proc/$1/ns/mnt" -ef /proc/self/ns/mnt ]
}

found() { # groups as negative numbers first, then processes; who is spared is asked last, or a new follower is missed
  members=$({
    for leader in $(leaders); do session "$leader"; done
    for pid in $({ marked -e "E2E_SANDBOX=$dir" || true; writers; } | sort -un); do ! is_ours "$pid" || echo "$pid"; done
  } | sort -un)
  spared=$callers$(marked -e "E2E_HELPER=$dir" -e "E2E_WATCHER=$dir") || true
  [ -z "$members" ] || printf '%s\n' "$members" | grep -vxF "$spared" || true
}

name() { # PID [REMARK]
  ! read -r comm 2>/dev/null <"/proc/$1/comm" || printf '%s\t%s%s\n' "$1" "$comm" "${2-}"
}

not_ended() { # what may be the job's
  field "$supervisor" 20
  since=$value
  grep -lsE "^Uid:[[:space:]]$(id -u)[[:space:]]" /proc/[0-9]*/status | cut -d/ -f3 | while read -r pid; do
    field "$pid" 20
    if [ "$value" -lt "$since" ] || ! cmp -s "/proc/$pid/cgroup" /proc/self/cgroup; then continue; fi
    field "$pid" 4
    if [ "$value" != "$pid" ] && [ -e "/proc/$value" ]; then continue; fi # "timeout" too keeps a look out
    field "$pid" 1
    if [ "$value" = Z ]; then continue
    elif ! { command exec 5<"/proc/$pid/environ"; } 2>/dev/null; then name "$pid" ' (not ended: it cannot be looked into)'
    elif ! is_ours "$pid" && grep -qszxF "E2E_SANDBOX=$dir" "/proc/$pid/environ"; then
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

now() { # hundredths of a second: on a busy machine each look takes a while
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}"
}

signal TERM "$pids"
until=$(($(now) + grace * 100))
while [ -n "$pids" ] && [ "$(now)" -lt "$until" ]; do
  sleep 0.1
  pids=$(found)
done
for _ in 1 2 3 4 5 6 7 8 9 10; do # again and again: a process may fork while it is being looked for
  signal KILL "$pids"
  pids=$(found)
  [ -n "$pids" ] || exit 0
  sleep 0.1
done
exit 1
