#!/bin/sh
# exits.sh: a part of ready.sh, which follows the containers that end and are started again by Docker.
# Files in $work: exits.ID has RESTARTS, the last EXIT CODE, and how often this code was seen in a row; looping has the ids of
# the containers that have ended with the same error at least five times in a row, and do not run for 10 s yet.
# shellcheck disable=SC2154 # the variables are those of ready.sh
set -eu

note_exits() { # reads containers, prints a row for each restart, and sets changed when something else has changed
  : >"$work/looping"
  while IFS=$tab read -r name code state restarts id start end _; do
    known=0 last='' equal=0
    [ ! -e "$work/exits.$id" ] || IFS=' ' read -r known last equal <"$work/exits.$id"
    if [ "$restarts" -gt "$known" ]; then
      [ "$state" = restarting ] || code=$(exit_code "$id" "$end" "$start")
      [ "${code:=?}" = "$last" ] && [ "$restarts" = $((known + 1)) ] || equal=0 # also after an end that was not seen
      equal=$((equal + 1)) last=$code
      echo "$restarts $code $equal" >"$work/exits.$id"
      row "$name" restarted "$restarts $code $(last_line "$id" "$end")" "$attempt" "$(($(now_ms) - from))"
    fi
    case $last in '' | 0 | '?') continue ;; esac
    [ "$equal" -lt 5 ] || ! does_not_stay_up "$state" "$id.$start" || echo "$id" >>"$work/looping"
  done <"$work/containers"
  [ "$(others containers.old)" = "$(others containers)" ] || changed=$(now_ms)
}

note_answer() { # sets changed when a check gives a new answer. Of a container in a crash loop, answers come and go
  case $answer in restart*) return 0 ;; esac
  ! grep -qsxF -- "$answer" "$work/answers.$name" || return 0
  echo "$answer" >>"$work/answers.$name"
  changed=$(now_ms)
}

exit_code() { # ID END START: of a container that runs again, in which Docker does not keep it
  timeout 5 docker events --since "$2" --until "$3" --filter "container=$1" --filter event=die \
    --format '{{.Actor.Attributes.exitCode}}' </dev/null 2>/dev/null | tail -n 1
}

last_line() { # ID END: of the log, before the container ended; of its errors if there are some: Docker mixes the two streams
  timeout 5 docker logs --until "$2" --tail 20 "$1" </dev/null >"$work/log.out" 2>"$work/log.err" || return 0
  for stream in err out; do
    written=$(tr '\t\r' '  ' <"$work/log.$stream" | grep '[^ ]' | tail -n 1 | cut -c1-4000)
    [ -n "$written" ] || continue
    printf '%s\n' "$written"
    return 0
  done
}

does_not_stay_up() { # STATE ID.START
  case $1 in
    healthy | exited | dead | paused) return 1 ;;
    restarting) ;;
    *) ! runs_for_ms 10000 "$2" ;;
  esac
}

others() { # FILE: its lines about containers that are not in "looping"
  grep -vF -f "$work/looping" "$work/$1" || true
}

# Whether waiting is of no use: a container ends with the same error again and again, and for 30 s no check has given a new
# answer, and no other container has changed or has written to its log, and none starts up, as far as its healthcheck or a
# check without a status says. Many containers end a few times until another one is ready.
is_stuck() {
  [ -s "$work/looping" ] && [ $(($(now_ms) - changed)) -ge 30000 ] || return 1
  others containers >"$work/others"
  while IFS=$tab read -r name _ _ _ _ service _; do
    read -r answer <"$work/last.$name"
    case $answer in status*) continue ;; esac
    ! grep -q "^$service$tab" "$work/others" || return 1
  done <"$work/pending"
  while IFS=$tab read -r _ _ state _ id _; do
    case $state in
      starting) return 1 ;;
      running | healthy | unhealthy) ;;
      *) continue ;;
    esac
    written=$(timeout 5 docker logs --since 30s --tail 1 "$id" </dev/null 2>&1) || continue
    [ -z "$written" ] || {
      changed=$(now_ms)
      return 1
    }
  done <"$work/others"
}

report_loops() { # at a failing end: the containers that were restarted and do not stay up
  while IFS=$tab read -r name _ state _ id start _; do
    [ -e "$work/exits.$id" ] || continue
    does_not_stay_up "$state" "$id.$start" || continue
    read -r restarts code _ <"$work/exits.$id"
    row "$name" loops "$restarts $code" "$attempt" "$(($(now_ms) - from))"
  done <"$work/containers"
}
