#!/bin/sh
# sweep.sh HOME
# Removes what is expired below HOME ("" for ${E2E_HOME:-~/.e2e}) and nobody looks after: what a reboot or a killed watcher
# left. A sandbox whose lease still holds, or that is kept, gets a watcher again. Compose projects of ours whose directory
# is gone are removed by their label; what is half made after ten minutes.
# Output: lines removed<TAB>PROJECT, watched<TAB>PROJECT, left<TAB>PROJECT KIND NAME. Exit: 0 nothing is left of what had
# expired; 1 something is; 4 the Docker Engine does not answer.
set -eu
home=${1:-${E2E_HOME:-$HOME/.e2e}} here=$(dirname "$0") status=0
down=${E2E_TEXT_down:-$(cat "$here/down.sh")} note=${E2E_TEXT_note:-$(cat "$here/note.sh")}
unset E2E_TEXT_down E2E_TEXT_note
mkdir -p "$home/sandboxes"
home=$(cd "$home" && pwd -P)
read -r boot </proc/sys/kernel/random/boot_id
read -r up _ </proc/uptime

get() { # FILE: its first line in $value
  value=
  read -r value 2>/dev/null <"$dir/$1" || true
}

expired() { # a lease from another boot is old: whoever still wants the sandbox renews it before the sweep
  get keep_until
  if [ -n "$value" ]; then
    [ "$(date +%s)" -ge "$value" ]
    return
  fi
  get lease_s
  limit=${value:-120}
  get lease
  since=${value##* }
  since=${since#"${since%%[!0]*}"} # no leading zeros: sh would read an octal number
  [ "${value%% *}" != "$boot" ] || [ $((${up%.*} - ${since:-0})) -ge "$limit" ]
}

remove() {
  code=0
  left=$(E2E_ENDED_BY=lease sh -c "$down" "$here/down.sh" "$dir" "$project" </dev/null) || code=$?
  case $code in
    0) printf 'removed\t%s\n' "$project" ;;
    4) status=4 ;;
    *)
      [ "$status" != 0 ] || status=1
      printf '%s\n' "$left" | sed "s/	/ /; s/^/left	$project /"
      ;;
  esac
}

for dir in "$home"/sandboxes/e2e-*/; do
  dir=${dir%/} project=$(basename "$dir")
  [ -d "$dir" ] || continue
  [ ! -e "$dir/watch.lock" ] || flock -n "$dir/watch.lock" true || continue
  if expired; then
    # What was kept on purpose is not lost.
    [ -s "$dir/keep_until" ] || sh -c "$note" note.sh "$dir" 'nothing looked after it any more' || true
    remove
  else
    sh "$dir/bin/watch.sh" "$dir"
    printf 'watched\t%s\n' "$project"
  fi
done
# What was being made when its maker was killed: a sandbox, a note, a binary.
find "$home/sandboxes" "$home/abandoned" "$home/bin" -mindepth 1 -maxdepth 1 -name '.*' -mmin +10 -exec rm -rf {} + 2>/dev/null || true

label=dev.custodian.e2e.sandbox
labels=$(
  timeout 20 docker ps -a --filter "label=$label" --format "{{.Label \"$label\"}}" &&
    timeout 20 docker network ls --filter "label=$label" --format "{{.Label \"$label\"}}" &&
    timeout 20 docker volume ls --filter "label=$label" --format "{{.Label \"$label\"}}" &&
    images=$(timeout 20 docker images -aq --filter "label=$label") && printf '%s\n' "$images" | sort -u | while read -r image; do
    # it may be gone by now
    [ -z "$image" ] || timeout 20 docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$image" || true
  done
) 2>/dev/null || status=4
orphans=$(printf '%s\n' "$labels" | grep -F "$home/sandboxes/" | sort -u || true)
while read -r dir; do
  project=$(basename "$dir")
  if [ ! -d "$dir" ] && [ "$dir" = "$home/sandboxes/$project" ]; then remove; fi
done <<LIST
$orphans
LIST
exit "$status"
