#!/bin/sh
# sweep.sh HOME
# Removes the expired sandboxes in HOME ("" for ${E2E_HOME:-~/.e2e}) that have no watcher, as after a reboot or when the
# watcher was killed. Other sandboxes without a watcher get one. Also removes, by label, compose projects of the tool whose
# directory is gone, and incomplete files and directories older than ten minutes. Closes directories of the tool to other users.
# Output: lines removed<TAB>PROJECT, watched<TAB>PROJECT (has a watcher again), left<TAB>PROJECT KIND NAME (not removed).
# Exit: 0 everything expired was removed; 1 something is left; 4 the Docker Engine does not answer.
set -eu
umask 077
home=${1:-${E2E_HOME:-$HOME/.e2e}} here=$(dirname "$0") status=0 locked=''
down=${E2E_TEXT_down:-$(cat "$here/down.sh")} note=${E2E_TEXT_note:-$(cat "$here/note.sh")}
eval "${E2E_TEXT_lease:-$(cat "$here/lease.sh")}"
unset E2E_TEXT_down E2E_TEXT_note E2E_TEXT_lease
mkdir -p "$home/sandboxes"
home=$(cd "$home" && pwd -P)

# Earlier versions left them open. A directory with other things in it is not closed as a whole.
own='sandboxes|cache|abandoned|runs|log|bin|schedules|worktrees|retests|crontab\..*'
(cd "$home" && chmod -f go= sandboxes cache abandoned runs log schedules worktrees sandboxes/e2e-*/) || true
# shellcheck disable=SC2010 # only names of the tool matter
ls -A "$home" | grep -qvxE "$own" || chmod -f go= "$home" || true

remove() { # removes $dir and $project, and reports it
  code=0
  left=$(E2E_ENDED_BY=lease E2E_LOCKED=$locked sh -c "$down" "$here/down.sh" "$dir" "$project" </dev/null) || code=$?
  case $code in
    0) printf 'removed\t%s\n' "$project" ;;
    4) status=4 ;;
    *)
      [ "$status" != 0 ] || status=1
      printf '%s\n' "$left" | sed "s/	/ /; s/^/left	$project /"
      ;;
  esac
}

remove_expired() { # under the lock, because the sandbox may just have been kept, or removed; exit 1 when it has not expired
  { command exec 9<"$dir"; } 2>/dev/null || return 0
  if ! flock -w 120 9; then
    status=1
    printf 'left\t%s lock %s\n' "$project" "$dir"
  elif [ -d "$dir" ]; then
    is_expired || { exec 9<&-; return 1; }
    # a kept sandbox has no interrupted run to report
    [ -s "$dir/keep_until" ] || sh -c "$note" note.sh "$dir" 'its sandbox had no watcher' || true
    locked=1
    remove
    locked=''
  fi
  exec 9<&-
}

for dir in "$home"/sandboxes/e2e-*/; do
  dir=${dir%/} project=$(basename "$dir")
  [ -d "$dir" ] || continue
  [ ! -e "$dir/watch.lock" ] || flock -n "$dir/watch.lock" true || continue
  ! is_expired || ! remove_expired || continue
  sh "$dir/bin/watch.sh" "$dir"
  printf 'watched\t%s\n' "$project"
done
# A sandbox, a note or a binary is incomplete when the process that was creating it was killed.
find "$home/sandboxes" "$home/abandoned" "$home/bin" -mindepth 1 -maxdepth 1 -name '.*' -mmin +10 -exec rm -rf {} + 2>/dev/null || true

label=dev.custodian.e2e.sandbox
labels=$(
  timeout 20 docker ps -a --filter "label=$label" --format "{{.Label \"$label\"}}" &&
    timeout 20 docker network ls --filter "label=$label" --format "{{.Label \"$label\"}}" &&
    timeout 20 docker volume ls --filter "label=$label" --format "{{.Label \"$label\"}}" &&
    images=$(timeout 20 docker images -aq --filter "label=$label") && printf '%s\n' "$images" | sort -u | while read -r image; do
    # the image may be removed meanwhile
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
