#!/bin/sh
# volumes.sh DIR PROJECT [--before]
# Finds the anonymous volumes of a project's containers. They have no label: only a container shows which project they belong
# to, and "rm -v" does not remove those of a container that was created again.
# With --before, which is called before the project is started: writes the anonymous volumes that exist to DIR/volumes.before.
# Without it: own volumes are those of the project's containers, those listed in DIR/volumes by an earlier call, and those that
# a container of the project was the first to mount while a job ran (DIR/job*/engine, by job_run.sh). Not own are those that
# existed before, and those that another container had first (volumes_from: container:…).
# Output: lines "own NAME", and "other NAME" for volumes that the project mounts and does not own; also written to DIR/volumes
# if DIR exists. Exit: 0; 4 the Docker Engine does not answer; 124 it did not answer in time; other when volumes.before cannot
# be written.
set -eu
umask 077
dir=$1 project=$2
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
if [ "${3-}" = --before ]; then
  before=$(timeout 20 docker volume ls -q 2>/dev/null) || { [ "$?" = 124 ] && exit 124 || exit 4; }
  printf '%s\n' "$before" | grep -xE '[0-9a-f]{64}' >"$dir/volumes.new" || [ "$?" = 1 ] # there are none
  mv "$dir/volumes.new" "$dir/volumes.before"
  exit
fi
format='{{.Label "com.docker.compose.project"}}	{{.Mounts}}'
mounts=$(timeout 20 docker ps -a --no-trunc --format "$format" 2>/dev/null) || { [ "$?" = 124 ] && exit 124 || exit 4; }
found=$({
  sed 's/^/before	/' "$dir/volumes.before" 2>/dev/null || true
  sed 's/ /	/' "$dir/volumes" 2>/dev/null || true
  cat "$dir"/job*/engine "$dir"/job*/engine.part 2>/dev/null || true
  printf '%s\n' "$mounts" | sed 's/^/now	/'
} | awk -F'\t' -v project="$project" '
  $1 == "before" { before[$2] = 1; next }
  $1 == "own" || $1 == "other" { whose[$2] = $1; next }
  $1 == "now" {
    n = split($3, names, ",")
    for (i = 1; i <= n; i++) if (names[i] ~ /^[0-9a-f]+$/ && length(names[i]) == 64) {
      if ($2 == project) has[names[i]] = 1
      else had[names[i]] = 1
    }
    next
  }
  $2 == "create" && $1 == "container" { of[$3] = $5 }
  $2 == "create" && $1 == "volume" && length($3) == 64 { made[$3] = 1 }
  $2 == "mount" && !($3 in first) { first[$3] = $4 }
  END {
    for (name in made) if (!(name in whose) && (name in first) && of[first[name]] == project) whose[name] = "own"
    for (name in has) if (!(name in whose)) whose[name] = ((name in before) || (name in had)) ? "other" : "own"
    for (name in whose) print whose[name], name
  }' | sort)
[ ! -d "$dir" ] || { printf '%s\n' "$found" >"$dir/volumes"; } 2>/dev/null || true # a full disk must not stop a removal
printf '%s\n' "$found"
