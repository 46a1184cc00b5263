#!/bin/sh
# ready.sh DIR PROJECT
# Runs the health checks on standard input side by side, again and again until all succeed: every 0.1 s, after 5 s more and
# more slowly, down to once a second. A round runs one curl for each waiting check. Docker is asked twice a second, or in every
# round while a check of a service waits.
# A check is one line with TABs between the fields; NAME is a safe file name: NAME http|tcp|service TARGET TIMEOUT_S STATUS BODY
# STATUS and BODY are extended regular expressions; "-" means the status [23].., and any body.
# Output, one line a change: NAME<TAB>ok|wait|late|exited|restarted<TAB>LAST ANSWER<TAB>ATTEMPTS<TAB>MS. For "exited" and
# "restarted" NAME is a service: one that ended, and one that Docker has started again at least three times, not always after
# an end without an error (printed once).
# Before a failing end there is one more "wait" line for each waiting check.
# Exit: 0 all checks succeeded; 3 a check timed out, or a container ended with an error and is not restarted; 4 the Docker
# Engine did not answer for 15 s or was restarted, or all containers are gone.
set -eu
[ "${E2E_HELPER-}" = "$1" ] || E2E_HELPER=$1 exec sh "$0" "$@" # by this variable a removal finds this process and ends it
dir=$1 project=$2 tab='	' attempt=0 ms=0
had_containers=no silent_since='' asked_docker='' ended_status=3
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
work=$(mktemp -d "$dir/ready.XXXXXX") # in the sandbox: its removal removes this too, when this script is killed
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM HUP INT

now_ms() {
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}0"
}

row() { # FIELD…: fields with TABs between them
  printf '%s\t%s\t%s\t%s\t%s\n' "$@"
}

http() { # NAME URL STATUS BODY
  code=$(curl -q -sS --noproxy '*' --max-time 5 --max-filesize 10000000 -o "$work/body.$1" -w '%{http_code}' "$2" \
    2>"$work/error.$1") || {
    case $? in
      7) echo refused ;;
      52 | 56) echo "closed at once" ;; # docker-proxy, when nothing listens in the container
      *) sed 's/^curl: //;q' "$work/error.$1" ;;
    esac
    return
  }
  if ! echo "$code" | grep -qxE -- "$3"; then echo "status $code"
  elif [ "$4" != - ] && ! grep -qsE -- "$4" "$work/body.$1"; then echo "status $code, body differs"
  else echo ok; fi
}

tcp() { # HOST:PORT. docker-proxy accepts a connection when nothing listens in the container, and then closes it: ok is one that stays
  code=0
  connect_s=$(curl -q -s --noproxy '*' --max-time 0.5 -o /dev/null -w '%{time_connect}' "telnet://$1" </dev/null) || code=$?
  case $code:$connect_s in # 28: the time is over
    28:0[.,]000000) echo "no answer" ;;
    28:*) echo ok ;;
    0:*) echo "closed at once" ;;
    *) echo "refused" ;;
  esac
}

service() { # SERVICE: each container is healthy; without a healthcheck it runs; or it ended without an error
  answer='no container'
  while IFS=$tab read -r each code state restarts id _; do
    [ "$each" = "$1" ] || continue
    [ "$answer" != 'no container' ] || answer=ok
    case $state in
      healthy) ;;
      running) [ "$restarts" = 0 ] || runs_for_3_s "$id.$restarts" || answer="restarted $restarts times" ;;
      exited) [ "$code" = 0 ] || answer=exited ;;
      *) answer=$state ;;
    esac
  done <"$work/containers"
  echo "$answer"
}

runs_for_3_s() { # ID.RESTARTS: since this start was first seen
  read -r since <"$work/start.$1"
  [ $(($(now_ms) - since)) -ge 3000 ]
}

note_starts() { # start.ID.RESTARTS: when this start of a container was first seen
  while IFS=$tab read -r _ _ _ restarts id _; do
    [ -e "$work/start.$id.$restarts" ] || now_ms >"$work/start.$id.$restarts"
  done <"$work/containers"
}

containers() { # lines: SERVICE<TAB>EXIT CODE<TAB>STATE OR HEALTH<TAB>RESTARTS<TAB>ID<TAB>RESTART POLICY, which may be empty
  ids=$(timeout 5 docker ps -aq --filter "label=com.docker.compose.project=$project") || return
  [ -n "$ids" ] || return 0
  service='{{with index .Config.Labels "com.docker.compose.service"}}{{.}}{{else}}-{{end}}'
  state='{{if and .State.Running .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}'
  # shellcheck disable=SC2086 # a list of ids
  timeout 5 docker inspect --format \
    "$service$tab{{.State.ExitCode}}$tab$state$tab{{.RestartCount}}$tab{{.ID}}$tab{{.HostConfig.RestartPolicy.Name}}" $ids
}

ask_docker() { # while the Engine is silent its last answer counts, for at most 15 s
  asked_docker=$(now_ms)
  if containers >"$work/containers.new" 2>/dev/null; then
    [ -z "$silent_since" ] || ended_status=4 # with a restart of the Engine containers end too
    silent_since=
    mv "$work/containers.new" "$work/containers"
    note_starts
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
  while IFS=$tab read -r name kind target _ status body; do
    [ "${status:--}" != - ] || status='[23]..'
    case $kind in
      http) http "$name" "$target" "$status" "${body:--}" ;;
      tcp) tcp "$target" ;;
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

ended_well() { # ID RESTARTS: never with an error
  [ "$(sh "$dir/bin/good_ends.sh" "$dir" "$project" | grep -cxF "$1")" -ge "$2" ]
}

report_containers() { # those that were restarted often, and those that ended with an error and stay ended; sets ended
  ended=no
  while IFS=$tab read -r name code state restarts id policy; do
    if [ "$restarts" -ge 3 ] && [ ! -e "$work/restarted.$name" ] && [ ! -e "$work/well.$id.$restarts" ]; then
      if ended_well "$id" "$restarts"; then : >"$work/well.$id.$restarts"
      else
        : >"$work/restarted.$name"
        row "$name" restarted "$restarts times" "$attempt" "$ms"
      fi
    fi
    case $state:${policy:-no}:$code in
      *:0) ;;
      exited:no:* | dead:no:*)
        ended=yes
        row "$name" exited "code $code" "$attempt" "$ms"
        ;;
    esac
  done <"$work/containers"
}

give_up() { # STATUS
  while IFS=$tab read -r name _; do
    read -r answer <"$work/last.$name"
    row "$name" wait "$answer" "$attempt" "$(($(now_ms) - from))"
  done <"$work/pending"
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
  [ -s "$work/pending" ] || break
  pause_ms=$((ms / 50)) # 0.1 s, after 5 s a fiftieth of the time that has passed, at most a second
  [ "$pause_ms" -ge 100 ] || pause_ms=100
  [ "$pause_ms" -le 999 ] || pause_ms=999
  sleep "0.$pause_ms"
done
