#!/bin/sh
# ready.sh DIR PROJECT
# Runs the health checks on standard input side by side, again and again until all succeed: every 0.1 s, after 5 s more and
# more slowly, down to once a second. A round runs one curl for each waiting check. Docker is asked twice a second, or in every
# round while a check of a service waits.
# A check is one line with TABs between the fields; NAME is a safe file name: NAME KIND TARGET TIMEOUT_S AT SERVICE STATUS BODY
# KIND is http, tcp or service. SERVICE is the one that is asked, "-" if it is not known.
# AT is the ADDRESS:PORT to connect to; HOST?ADDRESS:PORT means only if HOST resolves to loopback addresses; "-": as TARGET says.
# STATUS and BODY are extended regular expressions; "-" means the status [23].., and any body.
# Output, one line a change: NAME<TAB>ok|wait|late|exited|restarted|loops<TAB>LAST ANSWER<TAB>ATTEMPTS<TAB>MS. For the last three
# NAME is a service: "exited" has ended with an error, "restarted" was started again by Docker, and "loops", at a failing
# end, has been restarted and does not run for 10 s yet; the answer to these two is RESTARTS, EXIT CODE, LAST LINE OF THE LOG.
# Before a failing end there is one more "wait" line for each waiting check.
# Exit: 0 all checks succeeded; 3 a check timed out, a container ended with an error and is not restarted, or the stack is
# stuck (exits.sh); 4 the Docker Engine did not answer for 15 s or was restarted, or all containers are gone.
set -eu
[ "${E2E_HELPER-}" = "$1" ] || E2E_HELPER=$1 exec sh "$0" "$@" # by this variable a removal finds this process and ends it
dir=$1 project=$2 tab='	' attempt=0 ms=0
had_containers=no silent_since='' asked_docker='' ended_status=3 changed=0 answered=0
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
work=$(mktemp -d "$dir/ready.XXXXXX") # in the sandbox: its removal removes this too, when this script is killed
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM HUP INT

now_ms() {
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}0"
}

# shellcheck source=lib/sandbox/scripts/exits.sh
. "${0%/*}/exits.sh"

row() { # FIELD…: fields with TABs between them
  printf '%s\t%s\t%s\t%s\t%s\n' "$@"
}

place() { # AT: the address to connect to; nothing if it is that of the target
  case $1 in
    -) ;;
    *'?'*) ! means_here "${1%%\?*}" || echo "${1#*\?}" ;;
    *) echo "$1" ;;
  esac
}

means_here() { # HOST: all its addresses are loopback addresses
  addresses=$(timeout 3 getent ahosts "$1") && ! echo "$addresses" | grep -qvE '^(127\.|::1 |0\.0\.0\.0 )'
}

http() { # NAME URL AT STATUS BODY. The URL, and so the Host header, stays as it is. No mapping is ":::"
  at=$(place "$3")
  code=$(curl -q -sS --globoff --noproxy '*' --connect-to "::${at:-:}" --max-time 5 --max-filesize 10000000 \
    -o "$work/body.$1" -w '%{http_code}' "$2" 2>"$work/error.$1") || {
    case $? in
      7) echo refused ;;
      52 | 56) echo "closed at once" ;; # docker-proxy, when nothing listens in the container
      *) sed 's/^curl: //;s/ after [0-9]* m[a-z]*//;q' "$work/error.$1" ;; # without the time, which differs each time
    esac
    return
  }
  if ! echo "$code" | grep -qxE -- "$4"; then echo "status $code"
  elif [ "$5" != - ] && ! grep -qsE -- "$5" "$work/body.$1"; then echo "status $code, body differs"
  else echo ok; fi
}

tcp() { # HOST:PORT AT. docker-proxy accepts a connection when nothing listens in the container, and then closes it: ok is one that stays
  code=0 at=$(place "$2")
  connect_s=$(curl -q -s --globoff --noproxy '*' --max-time 0.5 -o /dev/null -w '%{time_connect}' "telnet://${at:-$1}" \
    </dev/null) || code=$?
  case $code:$connect_s in # 28: the time is over
    28:0[.,]000000) echo "no answer" ;;
    28:*) echo ok ;;
    0:*) echo "closed at once" ;;
    *) echo "refused" ;;
  esac
}

service() { # SERVICE: each container is healthy; without a healthcheck it runs; or it ended without an error
  answer='no container'
  while IFS=$tab read -r each code state restarts id start _; do
    [ "$each" = "$1" ] || continue
    [ "$answer" != 'no container' ] || answer=ok
    case $state in
      healthy) ;;
      running) [ "$restarts" = 0 ] || runs_for_ms 3000 "$id.$start" || answer="restarted $restarts times" ;;
      exited) [ "$code" = 0 ] || answer=exited ;;
      *) answer=$state ;;
    esac
  done <"$work/containers"
  echo "$answer"
}

runs_for_ms() { # MS ID.START: since this start was first seen, until Docker was last asked
  read -r since <"$work/start.$2"
  [ $((answered - since)) -ge "$1" ]
}

note_starts() { # start.ID.START: when this start of a container was first seen
  while IFS=$tab read -r _ _ _ _ id start _; do
    [ -e "$work/start.$id.$start" ] || now_ms >"$work/start.$id.$start"
  done <"$work/containers"
}

containers() { # lines: SERVICE, EXIT CODE, STATE OR HEALTH, RESTARTS, ID, START, END, MOST RESTARTS, RESTART POLICY, which may be empty
  ids=$(timeout 5 docker ps -aq --filter "label=com.docker.compose.project=$project") || return
  [ -n "$ids" ] || return 0
  service='{{with index .Config.Labels "com.docker.compose.service"}}{{.}}{{else}}-{{end}}'
  state='{{if .State.Restarting}}restarting{{else if and .State.Running .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}'
  ran="{{.State.StartedAt}}$tab{{.State.FinishedAt}}"
  policy="{{.HostConfig.RestartPolicy.MaximumRetryCount}}$tab{{.HostConfig.RestartPolicy.Name}}"
  # shellcheck disable=SC2086 # a list of ids
  timeout 5 docker inspect --format \
    "$service$tab{{.State.ExitCode}}$tab$state$tab{{.RestartCount}}$tab{{.ID}}$tab$ran$tab$policy" $ids
}

ask_docker() { # while the Engine is silent its last answer counts, for at most 15 s
  asked_docker=$(now_ms)
  if containers >"$work/containers.new" 2>/dev/null; then
    answered=$asked_docker
    [ -z "$silent_since" ] || ended_status=4 # with a restart of the Engine containers end too
    silent_since=
    mv "$work/containers" "$work/containers.old"
    mv "$work/containers.new" "$work/containers"
    note_starts
    note_exits
    if [ -s "$work/containers" ]; then had_containers=yes
    elif [ "$had_containers" = yes ]; then give_up 4; fi
  else
    silent_since=${silent_since:-$(now_ms)}
    [ $(($(now_ms) - silent_since)) -lt 15000 ] || give_up 4
  fi
}

must_ask_docker() {
  [ -z "$asked_docker" ] || [ $(($(now_ms) - asked_docker)) -ge 500 ] ||
    grep -q "^[^$tab]*${tab}service$tab" "$work/pending"
}

ask_all() { # answer.NAME: the answer to each pending check
  while IFS=$tab read -r name kind target _ at _ status body; do
    [ "${status:--}" != - ] || status='[23]..'
    case $kind in
      http) http "$name" "$target" "$at" "$status" "${body:--}" ;;
      tcp) tcp "$target" "$at" ;;
      service) service "$target" ;;
    esac >"$work/answer.$name" </dev/null &
  done <"$work/pending"
  wait
}

report_answers() { # prints the changes. Checks that are neither ok nor late stay pending; sets late
  late=no
  : >"$work/next"
  while IFS=$tab read -r name kind target timeout rest; do
    read -r answer <"$work/answer.$name" || answer='no answer'
    read -r last <"$work/last.$name"
    echo "$answer" >"$work/last.$name"
    note_answer
    if [ "$answer" = ok ]; then row "$name" ok ok "$attempt" "$ms"
    elif [ "$ms" -ge $((timeout * 1000)) ]; then
      late=yes
      row "$name" late "$answer" "$attempt" "$ms"
    else
      row "$name" "$kind" "$target" "$timeout" "$rest" >>"$work/next"
      [ "$answer" = "$last" ] || row "$name" wait "$answer" "$attempt" "$ms"
    fi
  done <"$work/pending"
  mv "$work/next" "$work/pending"
}

report_containers() { # those that ended with an error and are not restarted; sets ended
  ended=no
  while IFS=$tab read -r name code state _ _ _ _ most policy; do
    [ "$code" != 0 ] || continue
    case $state:${policy:-no} in
      exited:no | dead:no) ;;
      exited:on-failure) [ "$most" != 0 ] || continue ;; # its restarts are used up
      *) continue ;;
    esac
    ended=yes
    row "$name" exited "code $code" "$attempt" "$ms"
  done <"$work/containers"
}

give_up() { # STATUS
  while IFS=$tab read -r name _; do
    read -r answer <"$work/last.$name"
    row "$name" wait "$answer" "$attempt" "$(($(now_ms) - from))"
  done <"$work/pending"
  report_loops
  exit "$1"
}

cat >"$work/pending"
while IFS=$tab read -r name _; do echo 'not asked' >"$work/last.$name"; done <"$work/pending"
: >"$work/containers"
from=$(now_ms)
while [ -s "$work/pending" ]; do
  ! must_ask_docker || ask_docker
  attempt=$((attempt + 1))
  ask_all
  ms=$(($(now_ms) - from))
  report_answers
  [ "$late" = no ] || give_up 3
  [ -s "$work/pending" ] || ask_docker # a container may have ended during this round
  report_containers
  [ "$ended" = no ] || give_up "$ended_status"
  ! is_stuck || give_up 3
  [ -s "$work/pending" ] || break
  pause_ms=$((ms / 50)) # 0.1 s, after 5 s a fiftieth of the time that has passed, at most a second
  [ "$pause_ms" -ge 100 ] || pause_ms=100
  [ "$pause_ms" -le 999 ] || pause_ms=999
  sleep "0.$pause_ms"
done
