#!/bin/sh
# collect.sh DIR PROJECT LOG_BYTES
# Writes the log of every container to DIR/collected/services/SERVICE.log: SERVICE-N.log from the second container on,
# SERVICE-ID.log for one of "compose run". Of a log longer than LOG_BYTES it keeps the head and the tail, and writes between
# them how much was cut.
# Output: SERVICE<TAB>DRIVER for each container without a log that can be read, because of its logging driver.
# Exit: 0; 1 a log could not be read, with the reason on standard error; 4 the Docker Engine does not answer.
set -eu
umask 077
dir=$1 half=$(($3 / 2)) services=$1/collected/services
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
mkdir -p "$services"

log() { # ID SERVICE
  set -- "$1" "$services/$2.log" "$2"
  rm -f "$2.count"
  mkfifo "$2.count"
  wc -c <"$2.count" >"$2.rest" &
  { timeout 25 docker logs "$1" 2>&1 || : >"$2.failed"; } | {
    head -c "$half" >"$2"
    tee "$2.count" | tail -c "$half" >"$2.tail"
  }
  wait
  read -r rest <"$2.rest"
  [ "$rest" -le "$half" ] || printf '\n… %s bytes cut …\n' "$((rest - half))" >>"$2"
  cat "$2.tail" >>"$2"
  rm -f "$2.count" "$2.rest" "$2.tail"
  [ -e "$2.failed" ] || return 0
  rm -f "$2.failed"
  driver=$(timeout 20 docker inspect --format '{{.HostConfig.LogConfig.Type}}' "$1") || driver=
  case $driver in
    '' | json-file | local | journald) echo "cannot read the log of $3: $(tail -n 1 "$2")" >&2; return 1 ;;
    *) printf '%s\t%s\n' "$3" "$driver"; rm -f "$2" ;; # the file has only Docker's refusal
  esac
}

format='{{.ID}} {{.Label "com.docker.compose.service"}} {{.Label "com.docker.compose.container-number"}}'
containers=$(timeout 20 docker ps -a --no-trunc --filter "label=com.docker.compose.project=$2" --format "$format") || exit 4
pids='' taken=' '
while read -r id service number; do
  [ -n "$id" ] || continue
  [ "${number:-1}" = 1 ] || service=$service-$number
  # containers of "compose run" also have the number 1
  case $taken in *" $service "*) service=$service-$(printf %.12s "$id") ;; esac
  taken="$taken$service "
  log "$id" "$service" &
  pids="$pids $!"
done <<LIST
$containers
LIST
status=0
for pid in $pids; do wait "$pid" || status=1; done
exit "$status"
