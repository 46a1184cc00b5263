#!/bin/sh
# volumes.sh DIR PROJECT
# Tells the anonymous volumes of a project's containers. They carry no label: only a container says whose they are, and
# "rm -v" forgets those of a container that was made again. Counted are those of its containers now, those that were noted
# before in DIR/volumes, and those that one of its containers was the first to mount while a job ran (DIR/job*/engine, which
# job_run.sh writes). Not counted, now or later, is what another container had before (volumes_from: container:…).
# Output: lines "own NAME" and "other NAME"; the same in DIR/volumes where DIR is there. Exit: 0; 4 the Docker Engine does not
# answer; 124 not in time.
set -eu
dir=$1 project=$2
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
format='{{.Label "com.docker.compose.project"}}	{{.Mounts}}'
mounts=$(timeout 20 docker ps -a --no-trunc --format "$format" 2>/dev/null) || { [ "$?" = 124 ] && exit 124 || exit 4; }
found=$({
  sed 's/ /	/' "$dir/volumes" 2>/dev/null || true
  cat "$dir"/job*/engine "$dir"/job*/engine.part 2>/dev/null || true
  printf '%s\n' "$mounts" | sed 's/^/now	/'
} | awk -F'\t' -v project="$project" '
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
    for (name in has) if (!(name in whose)) whose[name] = (name in had) ? "other" : "own"
    for (name in whose) print whose[name], name
  }' | sort)
[ ! -d "$dir" ] || { printf '%s\n' "$found" >"$dir/volumes"; } 2>/dev/null || true # a full disk must not stop a removal
printf '%s\n' "$found"
