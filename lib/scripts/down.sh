#!/bin/sh
# down.sh DIR PROJECT
# Takes a sandbox down: its job, its compose project (containers, networks, volumes, images built for it), then DIR.
# Works by label, so it needs neither the compose file nor DIR ("" for where the sandbox would be), and may be called again
# at any time. Bookkeeping decides nothing here: a full disk must not stop a removal.
# Output: what is left, one line KIND<TAB>NAME. Exit: 0 nothing; 1 something; 2 usage; 4 the Docker Engine does not answer;
# 75 somebody else has been taking it down for 120 s. DIR is removed last, and only when nothing else is left.
# E2E_LOCKED=1: the caller holds the lock. E2E_WATCHER=DIR: the caller is the watcher. E2E_ENDED_BY: lease, or else down.
set -eu
project=$2
case $project in e2e-*[!a-z0-9-]* | e2e-) project= ;; e2e-*) ;; *) project= ;; esac
dir=${1:-${E2E_HOME:-$HOME/.e2e}/sandboxes/$project}
case $dir in /*/sandboxes/"$project") ;; *) project= ;; esac
[ -n "$project" ] || { echo "down.sh: wanted …/sandboxes/e2e-NAME and e2e-NAME, found \"$1\" and \"$2\"" >&2; exit 2; }
filter=label=com.docker.compose.project=$project
killer=$(cat "$(dirname "$0")/job_kill.sh" 2>/dev/null || echo "${E2E_KILLER-}")
[ -n "$killer" ] || { echo "down.sh: job_kill.sh is missing" >&2; exit 2; }
unset COMPOSE_FILE COMPOSE_PROFILES COMPOSE_PROJECT_NAME
if [ -z "${E2E_LOCKED-}" ] && { command exec 9<"$dir"; } 2>/dev/null; then
  flock -w 120 9 || { printf 'lock\t%s\n' "$dir"; exit 75; }
fi
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
cd /

engine() { # asks the Engine; waits up to 20 s for one that is being restarted or is stuck: silence is not "nothing is left"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    timeout 20 docker "$@" 2>/dev/null && return
    [ "$?" != 124 ] || exit 4
    sleep 1
  done
  exit 4
}

anonymous() { # volumes without a name: only a container says whose they are, and "rm -v" forgets those of a recreated one
  # shellcheck disable=SC2086 # a list of ids
  [ -z "$containers" ] || timeout 20 docker inspect \
    --format '{{range .Mounts}}{{if eq .Type "volume"}}{{println .Name}}{{end}}{{end}}' $containers 2>/dev/null |
    grep -xE '[0-9a-f]{64}' || true
}

inventory() { # four questions side by side; lines as short as these are not mixed
  engine ps -a --filter "$filter" --format 'container	{{.ID}}	{{.Names}}' &
  questions=$!
  engine network ls --filter "$filter" --format 'network	{{.ID}}	{{.Name}}' &
  questions="$questions $!"
  engine volume ls --filter "$filter" --format 'volume	{{.Name}}	{{.Name}}' &
  questions="$questions $!"
  [ -z "$volumes" ] || engine volume ls --format 'volume	{{.Name}}	{{.Name}}' | grep -wF "$volumes" || true
  engine images -a --filter "$filter" --format 'image	{{.ID}}	{{.Repository}}:{{.Tag}}'
  for question in $questions; do wait "$question" || exit 4; done
}

remove_all() { # standard input: an inventory
  while IFS='	' read -r kind id _; do
    case $kind in
      container) timeout 30 docker rm -f -v "$id" ;;
      network | volume) timeout 30 docker "$kind" rm "$id" ;;
      image) timeout 30 docker image rm -f "$id" ;;
    esac </dev/null >/dev/null 2>&1 || true
  done
}

empty_directory() { # what containers wrote there as root is removed by a container: of the first image at hand that can
  rm -rf "$dir/repo" "$dir/artifacts" "$dir/collected" 2>/dev/null && return
  { engine ps -a --filter "$filter" --format '{{.Image}}'; engine images --format '{{.ID}}' | head -n 8; } | awk '!seen[$0]++' |
    while read -r image; do
      timeout 60 docker run --rm --pull never --network none --user 0 --label "${filter#label=}" --volume "$dir:/sandbox" \
        --entrypoint rm "$image" -rf /sandbox/repo /sandbox/artifacts /sandbox/collected </dev/null >/dev/null 2>&1 || continue
      break
    done
}

callers() { # whoever called this, from a shell in the sandbox too, is not ended by it
  pid=$$
  while [ "$pid" -gt 1 ]; do
    echo "$pid"
    stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 0
    stat=${stat##*) }
    pid=$(echo "$stat" | cut -d' ' -f2)
  done
}

marked() { # NAME: the processes that carry NAME=DIR
  grep -lszxF "$1=$dir" /proc/[0-9]*/environ | cut -d/ -f3 | grep -vxF "$spared" || true
}

end_marked() { # NAME; a person's shell is deaf to TERM, and what it started may be deaf to both, or a run that cleans up
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
for lock in "$dir"/job*/lock; do # the supervisor writes its last words
  [ ! -e "$lock" ] || flock -s -w 5 "$lock" true || true
done
containers=$(engine ps -aq --no-trunc --filter "$filter")
volumes=$({ anonymous; cat "$dir/volumes" 2>/dev/null || true; } | sort -u)
[ ! -d "$dir" ] || { echo "$volumes" >"$dir/volumes"; } 2>/dev/null || true # for the next try, should this one be cut short
timeout -k 5 120 docker compose -p "$project" down --volumes --remove-orphans >/dev/null 2>&1 9>&- || true
[ ! -d "$dir" ] || empty_directory
for _ in 1 2 3; do
  left=$(inventory)
  [ -n "$left" ] || break
  echo "$left" | sort | remove_all # containers first: they hold the rest
done
[ -z "$left" ] || left=$(inventory)

if [ -n "$left$processes" ]; then
  [ -z "$processes" ] || echo "$processes" | sed 's/^/process	/'
  [ -z "$left" ] || echo "$left" | cut -f1,3 | sort
  exit 1
fi
end_marked E2E_HELPER
rm -rf "$dir" 2>/dev/null || rm -rf "$dir" 2>/dev/null || { printf 'directory\t%s\n' "$dir"; exit 1; }
[ -n "${E2E_WATCHER-}" ] || end_marked E2E_WATCHER # last: it tries again where something is left
