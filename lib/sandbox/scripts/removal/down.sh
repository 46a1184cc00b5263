#!/bin/sh
# down.sh DIR PROJECT
# Removes a sandbox: its job, its compose project (containers, networks, volumes, images built for it), and last, when nothing
# else is left, DIR. Finds them by label, without the compose file and without DIR ("" for the usual place), and
# may be called again at any time. It works on a full disk.
# Output: one line KIND<TAB>NAME for each resource that is left. Exit: 0 nothing is left; 1 something is; 2 usage; 4 the Docker
# Engine does not answer; 75 another removal has held the lock for 120 s.
# E2E_LOCKED=1: the caller holds the lock. E2E_WATCHER=DIR: the caller is the watcher. E2E_ENDED_BY: lease, by default down.
set -eu
project=$2
case $project in e2e-*[!a-z0-9-]* | e2e-) project= ;; e2e-*) ;; *) project= ;; esac
dir=${1:-${E2E_HOME:-$HOME/.e2e}/sandboxes/$project}
case $dir in /*/sandboxes/"$project") ;; *) project= ;; esac
[ -n "$project" ] || { echo "down.sh: expected …/sandboxes/e2e-NAME and e2e-NAME, found \"$1\" and \"$2\"" >&2; exit 2; }
filter=label=com.docker.compose.project=$project
here=$(dirname "$0")
killer=${E2E_TEXT_job_kill:-$(cat "$here/job_kill.sh")} noting=${E2E_TEXT_volumes:-$(cat "$here/volumes.sh")}
mounting=${E2E_TEXT_mounts:-$(cat "$here/mounts.sh")}
unset COMPOSE_FILE COMPOSE_PROFILES COMPOSE_PROJECT_NAME E2E_TEXT_job_kill E2E_TEXT_mounts E2E_TEXT_volumes
if [ -z "${E2E_LOCKED-}" ] && { command exec 9<"$dir"; } 2>/dev/null; then
  flock -w 120 9 || { printf 'lock\t%s\n' "$dir"; exit 75; }
fi
# shellcheck source=/dev/null
if (. "$dir/docker.env") 2>/dev/null; then . "$dir/docker.env"; fi # a damaged file must not stop a removal
cd /

patiently() { # runs a query, for up to 20 s while the Engine is restarted or stuck: no answer does not mean that nothing is left
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    "$@" 2>/dev/null && return
    [ "$?" != 124 ] || exit 4
    sleep 1
  done
  exit 4
}

engine() {
  patiently timeout 20 docker "$@"
}

note_volumes() { # sets own, the anonymous volumes of this sandbox, and rm_volumes: "-v", unless it also uses another one's
  noted=$(patiently sh -c "$noting" volumes.sh "$dir" "$project")
  own=$(printf '%s\n' "$noted" | sed -n 's/^own //p') rm_volumes=-v
  case $noted in *'other '*) rm_volumes= ;; esac
}

inventory() { # four queries side by side; such short lines are written at once, and do not mix
  engine ps -a --filter "$filter" --format 'container	{{.ID}}	{{.Names}}' &
  questions=$!
  engine network ls --filter "$filter" --format 'network	{{.ID}}	{{.Name}}' &
  questions="$questions $!"
  engine volume ls --filter "$filter" --format 'volume	{{.Name}}	{{.Name}}' &
  questions="$questions $!"
  if [ -n "$own" ]; then
    all=$(engine volume ls --format 'volume	{{.Name}}	{{.Name}}')
    printf '%s\n' "$all" | grep -wF "$own" || true
  fi
  engine images -a --filter "$filter" --format 'image	{{.ID}}	{{.Repository}}:{{.Tag}}'
  for question in $questions; do wait "$question" || exit 4; done
}

remove_all() { # standard input: an inventory
  while IFS='	' read -r kind id _; do
    case $kind in
      container) timeout 30 docker rm -f ${rm_volumes:+"$rm_volumes"} "$id" ;;
      network | volume) timeout 30 docker "$kind" rm "$id" ;;
      image) timeout 30 docker image rm -f "$id" ;;
    esac </dev/null >/dev/null 2>&1 || true
  done
}

mounts() {
  sh -c "$mounting" mounts.sh "$dir"
}

empty_directory() { # a container removes the files of root, with the first local image that can
  rm -rf "$dir/repo" "$dir/artifacts" "$dir/collected" 2>/dev/null && return
  { engine ps -a --filter "$filter" --format '{{.Image}}'; engine images --format '{{.ID}}' | head -n 8; } | awk '!seen[$0]++' |
    while read -r image; do
      timeout 60 docker run --rm --pull never --network none --user 0 --label "${filter#label=}" --volume "$dir:/sandbox" \
        --entrypoint rm "$image" -rf /sandbox/repo /sandbox/artifacts /sandbox/collected </dev/null >/dev/null 2>&1 || continue
      break
    done
}

callers() { # this process and its parents, which are not ended: the caller may be a shell in the sandbox
  pid=$$
  while [ "$pid" -gt 1 ]; do
    echo "$pid"
    stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 0
    stat=${stat##*) }
    pid=$(echo "$stat" | cut -d' ' -f2)
  done
}

marked() { # NAME: the processes with NAME=DIR in their environment
  grep -lszxF "$1=$dir" /proc/[0-9]*/environ | cut -d/ -f3 | grep -vxF "$spared" || true
}

end_marked() { # NAME: TERM and HUP first, because interactive shells ignore TERM; KILL after 20 s
  spared=$(callers) rounds=0
  for pid in $(marked "$1"); do { kill "$pid" && kill -HUP "$pid"; } 2>/dev/null || true; done
  while [ "$rounds" -lt 200 ]; do
    [ -n "$(marked "$1")" ] || return 0
    sleep 0.1
    rounds=$((rounds + 1))
  done
  for pid in $(marked "$1"); do kill -KILL "$pid" 2>/dev/null || true; done
}

for job in "$dir"/job*/; do # renaming needs no room on the disk
  [ -e "$job/ended_by" ] || mv "$job/by_${E2E_ENDED_BY:-down}" "$job/ended_by" 2>/dev/null || true
done
if processes=$(sh -c "$killer" job_kill "$dir" 2); then processes=''; else processes=${processes:-unknown}; fi
for lock in "$dir"/job*/lock; do # after the end of a job its supervisor still writes
  [ ! -e "$lock" ] || flock -s -w 5 "$lock" true || true
done
note_volumes
timeout -k 5 120 docker compose -p "$project" down ${rm_volumes:+"$rm_volumes"} --remove-orphans >/dev/null 2>&1 9>&- || true
[ ! -d "$dir" ] || [ -n "$(mounts)" ] || empty_directory
for _ in 1 2 3; do
  left=$(inventory)
  [ -n "$left" ] || break
  note_volumes # a start that was still going on may have created more
  echo "$left" | sort | remove_all # containers first: they use the rest
done
[ -z "$left" ] || left=$(inventory)

mounted=$(mounts)
if [ -n "$left$processes$mounted" ]; then
  [ -z "$processes" ] || echo "$processes" | sed 's/^/process	/'
  [ -z "$left" ] || echo "$left" | cut -f1,3 | sort
  [ -z "$mounted" ] || printf '%s\n' "$mounted" | sed 's/^/mount	/'
  exit 1
fi
end_marked E2E_HELPER
rm -rf "$dir" 2>/dev/null || rm -rf "$dir" 2>/dev/null || { printf 'directory\t%s\n' "$dir"; exit 1; }
[ -n "${E2E_WATCHER-}" ] || end_marked E2E_WATCHER # last: if something is left, the watcher tries again
