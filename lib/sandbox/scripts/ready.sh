#!/bin/sh
# ready.sh DIR PROJECT
# Runs the health checks on standard input side by side, again and again until all succeed: every 0.1 s, after 5 s more and
# more slowly, down to once a second. A round runs one curl for each waiting check. Docker is asked twice a second, or in every
# round while a check of a service waits.
# A check is one line with TABs between the fields; NAME is a safe file name: NAME http|tcp|service TARGET TIMEOUT_S STATUS BODY
# STATUS and BODY are extended regular expressions; "-" stands for the status [23].., and for any body.
# Output, one line a change: NAME<TAB>ok|wait|late|exited|restarted<TAB>LAST ANSWER<TAB>ATTEMPTS<TAB>MS. For "exited" and
# "restarted" NAME is a service: one that ended, and one that Docker has started again at least three times (printed once).
# Before a failing end there is one more "wait" line for each waiting check.
# Exit: 0 all checks succeeded; 3 a check timed out, or a container ended with an error and is not restarted; 4 the Docker
# Engine did not answer for 15 s or was restarted, or all containers are gone.
set -eu
[ "${E2E_HELPER-}" = "$1" ] || E2E_HELPER=$1 exec sh "$0" "$@" # by this variable a removal finds this process and ends it
dir=$1 project=$2 tab='	' attempt=0 ms=0
had_containers=no was_silent=no silent_since='' asked_docker=''
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
  status=$3
  [ "$status" != - ] || status='[23]..'
  code=$(curl -q -sS --noproxy '*' --max-time 5 --max-filesize 10000000 -o "$work/body.$1" -w '%{http_code}' "$2" \
    2>"$work/error.$1") || {
    case $? in
      7) echo refused ;;
      52 | 56) echo "closed at once" ;; # docker-proxy, when nothing listens in the container
      *) sed 's/^curl: //;q' "$work/error.$1" ;;
    esac
    return
  }
  if ! echo "$code" | grep -qxE -- "$status"; then echo "status $code"
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
      running) [ "$restarts" = 0 ] || runs_for_3_s "$id" || answer="restarted $restarts times" ;;
      exited) [ "$code" = 0 ] || answer=exited ;;
      *) answer=$state ;;
    esac
  done <"$work/containers"
  echo "$answer"
}

runs_for_3_s() { # ID: since its last start, as far as that was seen
  read -r _ since <"$work/start.$1"
  [ $(($(now_ms) - since)) -ge 3000 ]
}

note_starts() { # start.ID: how often a container was restarted, and when that was first seen
  while IFS=$tab read -r _ _ _ restarts id _; do
    known=
    [ ! -e "$work/start.$id" ] || read -r known _ <"$work/start.$id"
    [ "$known" = "$restarts" ] || echo "$restarts $(now_ms)" >"$work/start.$id"
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
    [ -z "$silent_since" ] || was_silent=yes
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
    case $kind in
      http) http "$name" "$target" "${status:--}" "${body:--}" ;;
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
    last=
    [ ! -e "$work/last.$name" ] || read -r last <"$work/last.$name"
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

report_restarts() {
  while IFS=$tab read -r name _ _ restarts _; do
    if [ "$restarts" -lt 3 ] || grep -qxF -- "$name" "$work/restarted"; then continue; fi
    echo "$name" >>"$work/restarted"
    row "$name" restarted "$restarts times" "$attempt" "$ms"
  done <"$work/containers"
}

report_ended() { # containers that ended with an error and are not restarted; sets ended
  ended=no
  while IFS=$tab read -r name code state _ _ policy; do
    case $state:${policy:-no} in exited:no | dead:no) ;; *) continue ;; esac
    [ "$code" != 0 ] || continue
    ended=yes
    row "$name" exited "code $code" "$attempt" "$ms"
  done <"$work/containers"
}

give_up() { # STATUS
  while IFS=$tab read -r name _; do
    answer='not asked'
    [ ! -e "$work/last.$name" ] || read -r answer <"$work/last.$name"
    row "$name" wait "$answer" "$attempt" "$(($(now_ms) - from))"
  done <"$work/pending"
  exit "$1"
}

nap() { # 0.1 s, after 5 s a fiftieth of the time that has passed, at most a second
  nap_ms=$((ms / 50))
  [ "$nap_ms" -ge 100 ] || nap_ms=100
  [ "$nap_ms" -le 999 ] || nap_ms=999
  sleep "0.$nap_ms"
}

cat >"$work/pending"
: >"$work/containers"
: >"$work/restarted"
from=$(now_ms)
while [ -s "$work/pending" ]; do
  ! must_ask_docker || ask_docker
  attempt=$((attempt + 1))
  ask_all
  ms=$(($(now_ms) - from))
  report_answers
  [ "$late" = no ] || give_up 3
  [ -s "$work/pending" ] || ask_docker # a container may have ended during this round
  report_restarts
  report_ended
  if [ "$ended" = yes ]; then
    if [ "$was_silent" = yes ]; then give_up 4; else give_up 3; fi # with a restart of the Engine containers end too
  fi
  [ ! -s "$work/pending" ] || nap
done
